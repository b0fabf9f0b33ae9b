// The emoji this page can offer by name, and how to find any emoji in a text.

export const EMOJI_TEXT =
  /(?:\p{Regional_Indicator}{2}|[0-9#*]\ufe0f\u20e3|(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f)\p{Emoji_Modifier}?(?:\u200d(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f?)\p{Emoji_Modifier}?)*)/uy;

const NAMED = `
👍 thumbsup yes +1|👎 thumbsdown no -1|❤️ heart love|😂 joy laugh|🎉 tada party|👀 eyes look|🔥 fire|🚀 rocket|✅ check done|❌ cross wrong
😀 grinning smile|😄 happy|😅 sweat_smile|😉 wink|😊 blush|😍 heart_eyes|😎 sunglasses cool|🤔 thinking|😐 neutral|🙄 eye_roll|😴 sleeping|😢 cry
😭 sob|😡 angry|😱 scream|🤯 mind_blown|🥳 partying|🤖 robot|👻 ghost|💩 poop|🙏 pray thanks|👏 clap|👋 wave hello|🤝 handshake|💪 muscle|✌️ victory|🤞 fingers_crossed|👌 ok_hand
⏳ hourglass wait|⏰ alarm|⚡ zap fast|💡 bulb idea|🔧 wrench|🔨 hammer|🧪 test_tube|🧵 thread|📌 pin|📎 paperclip|📄 page|📊 chart bar_chart|📈 chart_up|🖼️ picture|🎨 art|🎬 clapper|🔍 search|🔗 link|🔒 lock|🔑 key
⭐ star|✨ sparkles|💯 hundred|❓ question|❗ exclamation|⚠️ warning|🛑 stop|♻️ recycle|🔁 repeat again|➕ plus|➖ minus|💤 zzz|💬 speech|🌍 earth|🌱 seedling|☀️ sun|🌙 moon|☕ coffee|🍎 apple|🍕 pizza|🎂 cake|🐍 snake python|🦀 crab|🐛 bug|🐱 cat|🐶 dog
`;

export const EMOJIS = NAMED.trim()
  .split(/[|\n]/)
  .map((entry) => {
    const [text, ...names] = entry.trim().split(" ");
    return { text, names };
  });

export const emojiNamed = (name) => EMOJIS.find((one) => one.names.includes(name))?.text;

export function emojisLike(typed, most = 8) {
  const wanted = typed.toLowerCase();
  const begins = EMOJIS.filter((one) => one.names.some((name) => name.startsWith(wanted)));
  const holds = EMOJIS.filter((one) => !begins.includes(one) && one.names.some((name) => name.includes(wanted)));
  return [...begins, ...holds].slice(0, most);
}
