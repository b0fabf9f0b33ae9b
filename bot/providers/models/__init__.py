"""Models over the conventional APIs of OpenAI (chat completions, images), Anthropic (messages) and Google (v1beta)."""
