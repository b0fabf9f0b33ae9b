// Who somebody is, and what can be done about them.

import { avatar, botTag } from "../chat/avatar.js";
import { h } from "../element.js";
import { icon } from "../icons.js";
import { displayName } from "../world/world.js";
import { openDialog } from "./dialog.js";

export async function openProfile(scene, userId, channel) {
  const user = scene.world.users.get(userId);
  if (!user) return;
  const actions = h("div", { class: "profile-actions" });
  const dialog = openDialog(scene.nameOf(userId) || displayName(user), [about(scene, user), actions], {
    look: "small profile",
  });
  const does = (label, mark, run) =>
    h(
      "button",
      {
        type: "button",
        class: "button secondary",
        on: {
          click: () => {
            dialog.close();
            run();
          },
        },
      },
      icon(mark),
      label,
    );
  if (userId !== scene.me) actions.append(does("Send a message", "at", () => scene.desk.openDm(userId)));
  actions.append(does("Copy the id", "copy", () => scene.desk.copy(userId)));
  for (const command of await scene.account.commands.ofUsers(channel).catch(() => [])) {
    actions.append(does(command.name, "slash", () => scene.account.interactions.menu(channel, command, userId)));
  }
}

function about(scene, user) {
  const member = scene.world.guild?.members.get(user.id);
  const roles = (member?.roles ?? []).map((id) => scene.roleOf(id));
  const owner = scene.world.guild?.owner_id === user.id;
  const words = [
    user.bot ? "An application" : owner ? "Owns this server" : "A member",
    roles.length ? roles.join(", ") : "no roles",
  ];
  return h(
    "div",
    { class: "profile-about" },
    avatar(user, "large"),
    h(
      "div",
      {},
      h("p", {}, h("strong", { text: user.username }), " ", user.bot && botTag()),
      h("p", { class: "soft", text: words.join(" · ") }),
    ),
  );
}
