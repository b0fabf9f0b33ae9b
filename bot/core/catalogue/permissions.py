"""What people are told where Discord does not let the bot do all that it would: in which way it does it, or why not."""

SENTENCES: dict[str, str] = {
    "permissions.either": "{threads} for a thread, and {messages} for an answer in the channel itself,",
    "permissions.in_channel": "This server gives me no threads here, so I answer in the channel; reply to one of these messages to go on.",
    "turn.not_allowed_in_channel": "Stopped, because I may not write in this channel any more. Somebody who manages this server can give me “Send Messages” here; then ask again.",
    "turn.hidden": "Stopped, because this place was closed to me while I worked: I lacked “View Channel”. Now that I have it back, ask again.",
    "files.sent_directly": "Discord did not let me hand it out here, so I have sent it to you in a direct message.",
    "files.not_sent": "Discord lets me attach no files here, and you take no direct messages from me. Allow those in this server's privacy settings, or ask somebody who manages this server to give me “Attach Files”; then fetch it again.",
}
