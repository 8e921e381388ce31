"""A URL that lets in whoever has it: incoming webhooks, signed URLs, private feeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import nothing, shapes
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule(
    "capability-url",
    True,
    "a URL that lets in whoever has it: webhooks, signed URLs, private feeds",
    "https://www.w3.org/TR/capability-urls/",
)

# Each host documents that the URL itself is the credential.
_KNOWN = Pattern(
    r"(?:https?|wss?)://(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/\S{10,}|(?:[\w-]{1,40}\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/\S{10,}|"
    r"[\w.-]{1,100}\.webhook\.office\.com/webhookb2/\S{20,}|outlook\.office(?:365)?\.com/webhook/\S{20,}|chat\.googleapis\.com/v1/spaces/\S{1,200}[?&](?:key|token)=\S+|"
    r"hooks\.zapier\.com/hooks/catch/\S{6,}|hc-ping\.com/\S{10,}|healthchecks\.io/ping/\S{10,}|hook\.(?:[\w-]{1,20}\.)?make\.com/\S{10,}|hook\.integromat\.com/\S{10,}|"
    r"maker\.ifttt\.com/(?:trigger|use)/\S+|api\.telegram\.org/bot\d+:\S+|[\w.-]{1,100}\.(?:alchemy|alchemyapi)\.(?:com|io)/(?:nft/)?v\d/[\w-]{16,}|"
    r"[\w.-]{1,100}\.infura\.io/(?:ws/)?v3/[0-9a-f]{32}|[\w.-]{1,100}\.quiknode\.pro/[0-9a-f]{20,}|rpc\.ankr\.com/(?:\w+/)?[0-9a-f]{32,}|[\w.-]{1,60}\.(?:getblock|chainstack)\.\w+/[0-9a-f-]{20,}|"
    r"calendar\.google\.com/calendar/ical/\S{1,200}/private-\S+|outlook\.(?:office365|live)\.com/owa/calendar/\S{20,}|p\d+-\w+\.icloud\.com/published/\S{10,}|"
    r"events\.pagerduty\.com/integration/[0-9a-f]{20,}|api\.netlify\.com/build_hooks/\w{10,}|circleci\.com/hooks/\S{10,}|"
    r"api\.vercel\.com/v1/integrations/deploy/\S{10,}|api\.render\.com/deploy/\S+\?key=\S+|(?:open\.feishu\.cn|open\.larksuite\.com)/open-apis/bot/v2/hook/\S{10,}|"
    r"oapi\.dingtalk\.com/robot/send\?access_token=\S+|qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=\S+|sctapi\.ftqq\.com/\S{10,}|"
    r"heartbeat\.uptimerobot\.com/\S{10,}|uptime\.betterstack\.com/api/v1/heartbeat/\S{10,}|betteruptime\.com/api/v1/heartbeat/\S{10,}|cronitor\.link/\S{10,}|"
    r"push\.statuscake\.com/\S*PK=\S+|nosnch\.in/\w{8,}|snitch\.\w+/\w{8,}|[\w.-]{1,100}/api/v4/projects/\d+/ref/\S{1,100}/trigger/pipeline\?token=\S+|"
    r"[\w.-]{1,100}/hooks/[a-z0-9]{26}\b|[\w.-]{1,100}/hooks/[A-Za-z0-9]{17,24}/[A-Za-z0-9]{20,}|[\w.-]{1,100}/api/webhook/[\w-]{16,}|"
    r"webhook\.site/[0-9a-f-]{36}|[\w-]{1,60}\.m\.pipedream\.net|connect\.pabbly\.com/workflow/\S{20,}|prod-\d+\.[\w-]{1,40}\.logic\.azure\.com\S+)",
    re.IGNORECASE,
)
_SIGNED = Pattern(
    r"[?&](?:sig|X-Amz-Signature|X-Goog-Signature|Signature|x-oss-signature|q-signature)=[^&\s]{16,}", re.IGNORECASE
)
_SAMPLE = Pattern(r"your[-_]|x{4}|placeholder|<|\.\.\.|0{8}", re.IGNORECASE)
_OF_A_HOOK = frozenset(
    {"webhook", "webhooks", "hook", "hooks", "ping", "heartbeat", "ical", "ics", "deploy", "trigger"}
)
_SEGMENT = Pattern(r"[/=]([A-Za-z0-9_-]{16,128})(?=[/?&#]|$)")


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is such a URL."""
    text = subject.text
    if "://" not in text:
        if text[:1] == "?" or "sig=" in text:
            return found(RULE.id, "it is the signature of a URL") if _SIGNED.search("?" + text.lstrip("?")) else None
        return None
    known = _KNOWN.search(text)
    if known is not None and not _SAMPLE.search(known[0]) and not shapes.has_hole(known[0]):
        return found(RULE.id, "it is a URL that lets in whoever has it")
    if _SIGNED.search(text) is not None:
        return found(RULE.id, "it is a signed URL")
    if _OF_A_HOOK.intersection(subject.name.tokens) and text[:4].lower() == "http":
        for match in _SEGMENT.finditer(text[8:4096]):
            if shapes.looks_made(match[1]) and not nothing.reason(match[1]):
                return found(
                    RULE.id, "the name says webhook, and the URL's path holds something made up", Confidence.MEDIUM
                )
    return None
