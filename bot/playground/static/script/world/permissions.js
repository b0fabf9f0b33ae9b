// What the person may do in a channel, so that the page offers nothing that would be refused.

import { isThread } from "./kinds.js";

export const Permission = {
  ADMINISTRATOR: 1n << 3n,
  VIEW: 1n << 10n,
  SEND: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  ATTACH: 1n << 15n,
  REACT: 1n << 6n,
  MANAGE_THREADS: 1n << 34n,
  PUBLIC_THREADS: 1n << 35n,
  PRIVATE_THREADS: 1n << 36n,
  SEND_IN_THREADS: 1n << 38n,
  COMMANDS: 1n << 31n,
  MANAGE_CHANNELS: 1n << 4n,
};
const ALL = (1n << 53n) - 1n;

// The bits of a member in a channel; `guild` null means a DM.
export function permissionsIn(guild, channel, parent, userId) {
  if (!guild) return ALL;
  const member = guild.members.get(userId);
  if (!member) return 0n;
  if (guild.owner_id === userId) return ALL;
  const roles = [guild.roles.get(guild.id), ...member.roles.map((id) => guild.roles.get(id))].filter(Boolean);
  const base = roles.reduce((bits, role) => bits | BigInt(role.permissions), 0n);
  if (base & Permission.ADMINISTRATOR) return ALL;
  return overwritten(base, (isThread(channel) ? parent : channel)?.permission_overwrites ?? [], guild.id, member);
}

function overwritten(base, overwrites, everyoneId, member) {
  const own = new Set(member.roles);
  const of = (fits) => overwrites.filter(fits);
  const layers = [
    of((one) => one.id === everyoneId),
    of((one) => one.type === 0 && own.has(one.id)),
    of((one) => one.type === 1 && one.id === member.user.id),
  ];
  return layers.reduce(applied, base);
}

function applied(bits, layer) {
  const denied = layer.reduce((sum, one) => sum | BigInt(one.deny), 0n);
  const allowed = layer.reduce((sum, one) => sum | BigInt(one.allow), 0n);
  return (bits & ~denied) | allowed;
}
