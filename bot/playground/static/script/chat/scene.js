// What drawing a message needs to know of its surroundings: names, and what a click does.

import { Channel } from "../world/kinds.js";
import { displayName } from "../world/world.js";

export class Scene {
  // `desk` is the page's own hands: open a channel, a profile, a picture.
  constructor(account, desk) {
    this.account = account;
    this.world = account.world;
    this.desk = desk;
  }

  get me() {
    return this.world.me.id;
  }

  nameOf = (userId) => this.world.nameOf(userId);
  roleOf = (roleId) => this.world.guild?.roles.get(roleId)?.name ?? "unknown role";

  channelOf(channelId) {
    const channel = this.world.channels.get(channelId);
    return channel ? this.world.titleOf(channel) : "unknown";
  }

  authorName(message) {
    return this.world.nameOf(message.author.id) || displayName(message.author);
  }

  colorOf = (userId) => this.world.colorOf(userId);
  openUser = (userId) => this.desk.openProfile(userId);

  openChannel(channelId) {
    const channel = this.world.channels.get(channelId);
    if (channel && channel.type !== undefined) this.desk.openChannel(channelId);
  }

  isDm = (message) => this.world.channels.get(message.channel_id)?.type === Channel.DM;
}
