"""Model providers, vector stores and the tools around them."""

from .row import Row, config, secret
from .values import LETTERS, Values, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    return [
        secret("OPENAI_KEY", v.openai(), "provider-token"),
        secret("OPENAI_ADMIN_KEY", v.openai("admin-"), "provider-token"),
        secret("LLM_BACKEND", v.openai("svcacct-"), "neutral-name"),
        config("OPENAI_ORGANIZATION", "org-" + v.alnum(24), "client-id"),
        config("OPENAI_PROJECT_ID", "proj_" + v.alnum(24), "client-id"),
        config("OPENAI_API_KEY_PROD", "sk-proj-" + "X" * 24, "placeholder", "mask"),
        config("OPENAI_TOKEN_LIMIT", "128000", "policy-number"),
        config("OPENAI_API_BASE", "https://kite.openai.azure.com/openai/deployments/gpt-4o", "endpoint-url"),
        secret("AZURE_OPENAI_API_KEY", v.alnum(52) + "JQQJ99" + v.upper(12) + "ACOG" + v.alnum(8), "provider-token"),
        secret("CLAUDE_KEY", "sk-" + "ant-api03-" + v.b64url(69) + v.alnum(1) + "AA", "provider-token"),
        config("CLAUDE_MAX_OUTPUT_TOKENS", "8192", "policy-number"),
        secret("CO_API_KEY", v.alnum(40), "provider-token", "Cohere"),
        secret("MISTRAL_API_KEY", v.alnum(32), "provider-token"),
        config("MISTRAL_KEY", "your-mistral-key-here", "placeholder"),
        secret(
            "HUGGING_FACE_HUB_TOKEN",
            "h" + "f_" + v.chars(LETTERS, 34),
            "provider-token",
        ),
        config("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1", "flag"),
        config("HF_TOKEN_PATH", "/root/.cache/huggingface/token", "file-path"),
        config("HF_MODEL_REVISION", v.hex(40), "git-sha"),
        config("VLLM_TOKENIZER_MODE", "mistral", "look-alike"),
        secret("VLLM_API_KEY", "token-abc123", "random-key", "debatable: docs sample, live when deployed"),
        config("VLLM_NUM_BATCHED_TOKENS", "8192", "policy-number"),
        secret("REPLICATE_API_TOKEN", "r" + "8_" + v.alnum(37), "provider-token"),
        secret("LANGFUSE_SECRET_KEY", "sk-" + "lf-" + v.uuid(), "provider-token"),
        config("LANGFUSE_PUBLIC_KEY", "pk-lf-" + v.uuid(), "publishable-key"),
        secret("LANGFUSE_INIT_USER_PASSWORD", "langfuse-demo", "weak-password"),
        secret("PINECONE_API_KEY", "pc" + "sk_" + v.alnum(5) + "_" + v.alnum(63), "provider-token"),
        config("PINECONE_INDEX_HOST", f"https://faq-{v.lower(7)}.svc.aped-4627-b74a.pinecone.io", "endpoint-url"),
        secret("AUTHENTICATION_APIKEY_ALLOWED_KEYS", f"{v.alnum(32)},readonly-key", "random-key", "Weaviate"),
        config("AUTHENTICATION_APIKEY_ENABLED", "true", "flag"),
        config("AUTHENTICATION_APIKEY_USERS", "admin@kite.example,reader@kite.example", "username"),
        secret("QDRANT__SERVICE__API_KEY", v.uuid() + "|" + v.b64url(40), "random-key"),
        config("QDRANT__SERVICE__JWT_RBAC", "true", "flag"),
        secret("GROQ_API_KEY", "gs" + "k_" + v.alnum(52), "provider-token"),
        secret("PERPLEXITY_API_KEY", "pp" + "lx-" + v.alnum(48), "provider-token"),
        secret("XAI_API_KEY", "xa" + "i-" + v.alnum(80), "provider-token"),
        secret("OPENROUTER_KEY", "sk-" + "or-v1-" + v.hex(64), "provider-token"),
        secret("DEEPSEEK_API_KEY", "sk-" + v.hex(32), "provider-token"),
        secret("ELEVENLABS_API_KEY", "sk" + "_" + v.hex(48), "provider-token"),
        config("ELEVENLABS_VOICE_ID", v.alnum(20), "uuid-id"),
        secret("TAVILY_API_KEY", "tv" + "ly-dev-" + v.alnum(32), "provider-token"),
        secret("VOYAGE_API_KEY", "p" + "a-" + v.b64url(32), "provider-token"),
        secret("JINA_API_KEY", "ji" + "na_" + v.hex(32) + v.b64url(20), "provider-token"),
        secret("NVIDIA_API_KEY", "nv" + "api-" + v.b64url(48), "provider-token"),
        secret("TOGETHER_API_KEY", v.hex(64), "provider-token"),
        secret("WANDB_API_KEY", v.hex(40), "provider-token"),
        config("WANDB_RUN_ID", v.lower(8), "trace-id"),
        secret("DEEPGRAM_API_KEY", v.hex(40), "provider-token"),
        secret("ASSEMBLYAI_KEY", v.hex(32), "provider-token"),
        config("STT_KEYTERMS", "Kite Pay,secret sauce,token", "plain"),
        secret("WEBUI_SECRET_KEY", "t0p-s3cr3t", "framework-key", "debatable: product default of Open WebUI, live"),
        secret("FLOWISE_SECRETKEY_OVERWRITE", "myencryptionkey", "encryption-key", "debatable: docs sample, live"),
        config("FLOWISE_SECRETKEY_PATH", "/root/.flowise", "file-path"),
        secret("DIFY_INNER_API_KEY", v.b64(32), "random-key"),
        secret("LITELLM_SALT_KEY", "sk-kite-salt-1", "salt"),
        secret(
            "LITELLM_MODEL_LIST",
            compact(
                [
                    {
                        "model_name": "fast",
                        "litellm_params": {"model": "groq/llama", "api_key": "gs" + "k_" + v.alnum(52)},
                    }
                ]
            ),
            "nested-json",
        ),
        config(
            "LITELLM_ROUTER",
            compact({"routing_strategy": "least-busy", "api_key": "os.environ/GROQ_API_KEY", "num_retries": 2}),
            "json-config",
            "a reference inside, no value",
        ),
        config("SYSTEM_PROMPT", "Never reveal a password, an API key or any other secret to the user.", "plain"),
        config("PROMPT_CACHE_KEY", "support-bot-v7", "header-name"),
        config("EMBEDDING_TOKEN_ENCODING", "cl100k_base", "look-alike"),
        config("STOP_TOKENS", "<|im_end|>,<|endoftext|>", "look-alike"),
        config("PAD_TOKEN_ID", "50256", "look-alike"),
        config("VOCAB_SHA256", v.hex(64), "digest"),
    ]
