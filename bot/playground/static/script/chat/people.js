// Whose eyes one looks through: the person, their language, and the page's light.

import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { openMenu } from "../layers/menu.js";
import { avatar } from "./avatar.js";

export const LOCALES = [
  "en-US",
  "en-GB",
  "de",
  "fr",
  "es-ES",
  "pt-BR",
  "it",
  "nl",
  "pl",
  "ru",
  "tr",
  "ja",
  "ko",
  "zh-CN",
];
const LIGHTS = [
  ["", "As the system"],
  ["dark", "Dark"],
  ["light", "Light"],
];

// `page` switches people; `people` are {person, account or nothing yet}.
export function personPanel(page) {
  const element = h("div", { class: "person-panel" });
  const draw = () => {
    const { person } = page.account;
    const user = { id: person.id, global_name: person.name };
    const open = (event) => openMenu(event.currentTarget, entries(page), { label: "You" });
    const others = page.pingsOfOthers();
    replace(
      element,
      h(
        "button",
        {
          type: "button",
          class: "person",
          "aria-haspopup": "menu",
          "aria-label": `You are ${person.name}. Switch person, language, direct messages or light.`,
          on: { click: open },
        },
        avatar(user, "medium"),
        h(
          "span",
          { class: "person-words" },
          h("strong", { text: person.name }),
          h("span", { class: "soft", text: `${role(page)} · ${page.locale}` }),
        ),
        others ? h("span", { class: "pings", title: "for the others", text: others }) : null,
        icon("chevron"),
      ),
    );
  };
  return { element, draw };
}

function role({ account }) {
  const guild = account.world.guild;
  if (!guild) return "a stranger here";
  if (guild.owner_id === account.person.id) return "owner";
  return guild.members.get(account.person.id)?.roles.length ? "member" : "no role";
}

function entries(page) {
  const people = page.people.map((person) => ({
    label: `${person.name}${page.pingsOf(person)}`,
    mark: avatar({ id: person.id, global_name: person.name }, "small"),
    checked: person.id === page.account.person.id,
    run: () => page.switchTo(person),
  }));
  const locale = {
    label: `Language sent: ${page.locale}`,
    mark: "at",
    run: () =>
      openMenu(
        panelButton(),
        LOCALES.map((one) => ({ label: one, checked: one === page.locale, run: () => page.setLocale(one) })),
        { label: "Language" },
      ),
  };
  const { account, desk } = page;
  const closed = Boolean(account.world.settings?.default_guilds_restricted);
  const dms = {
    label: "Take direct messages",
    mark: "at",
    toggle: true,
    checked: !closed,
    run: () => desk.attempt(account.changeSettings({ default_guilds_restricted: !closed })),
  };
  const lights = LIGHTS.map(([value, label]) => ({
    label,
    mark: "moon",
    checked: page.light === value,
    run: () => page.setLight(value),
  }));
  return [...people, "-", locale, dms, "-", ...lights];
}

const panelButton = () => document.querySelector(".person-panel .person");
