"""A language model is asked about a story, over any OpenAI-compatible endpoint: a story in, findings out.

Knows no Django and no database. Only where a model is set is anything of this room imported, and with it `openai`.
"""
