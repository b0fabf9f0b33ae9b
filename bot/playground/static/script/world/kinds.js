// Discord's numbers that this page needs, by name.

export const Channel = { TEXT: 0, DM: 1, NEWS_THREAD: 10, PUBLIC_THREAD: 11, PRIVATE_THREAD: 12, FORUM: 15 };
export const Message = {
  DEFAULT: 0,
  RECIPIENT_ADD: 1,
  RECIPIENT_REMOVE: 2,
  RENAMED: 4,
  PINNED: 6,
  THREAD_CREATED: 18,
  REPLY: 19,
  COMMAND: 20,
  STARTER: 21,
  MENU: 23,
};
export const Flag = { EPHEMERAL: 1 << 6, LOADING: 1 << 7, SILENT: 1 << 12, V2: 1 << 15 };
export const Interaction = { COMMAND: 2, COMPONENT: 3, AUTOCOMPLETE: 4, MODAL: 5 };
export const Command = { CHAT: 1, USER: 2, MESSAGE: 3 };
export const Option = {
  SUB: 1,
  GROUP: 2,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
};
export const Part = {
  ROW: 1,
  BUTTON: 2,
  STRING_SELECT: 3,
  TEXT_INPUT: 4,
  USER_SELECT: 5,
  ROLE_SELECT: 6,
  MENTIONABLE_SELECT: 7,
  CHANNEL_SELECT: 8,
  SECTION: 9,
  TEXT: 10,
  THUMBNAIL: 11,
  GALLERY: 12,
  FILE: 13,
  SEPARATOR: 14,
  CONTAINER: 17,
  LABEL: 18,
  UPLOAD: 19,
  RADIOS: 21,
  CHECKBOXES: 22,
  CHECKBOX: 23,
};
export const LINK = 5; // a button's style

export const isThread = (channel) => channel.type >= Channel.NEWS_THREAD && channel.type <= Channel.PRIVATE_THREAD;
export const SYSTEM = new Set([
  Message.RECIPIENT_ADD,
  Message.RECIPIENT_REMOVE,
  Message.RENAMED,
  Message.PINNED,
  Message.THREAD_CREATED,
]);
