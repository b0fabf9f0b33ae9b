"""Private talks, and talks in which several people speak."""

SENTENCES: dict[str, str] = {
    # to whoever asked in private
    "private.thread": "We talk here, where only you and those who may manage threads can read: <#{room}>",
    "private.direct": "I can open no private thread there, so we talk in our direct messages: <#{room}>",
    "private.closed": "I can neither open a private thread there nor write to you. Allow direct messages from members of this server in its privacy settings, or ask without `private`.",
    # several people
    "company": "-# Several people are here now, so from here on I answer when I am mentioned, or when one of my messages is replied to.",
    # /settings talk
    "talk.everyone": "In threads that I open on this server, every message is a request, whoever writes it. `/settings talk answer:mentioned` changes that.",
    "talk.mentioned": "In threads that I open on this server, every message is a request while one person writes; once several do, only those that mention me or reply to me. `/settings talk answer:everyone` changes that.",
}
