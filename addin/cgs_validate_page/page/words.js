// The sentences of the page, in the language chosen.
"use strict";

const element = (id) => document.getElementById(id);
const words = JSON.parse(element("words").textContent);
let language = "zh-TW";

const say = (name, values = {}) =>
  name
    .split(".")
    .reduce((group, key) => group[key], words[language])
    .replace(/\{(\w+)\}/g, (_, key) => values[key]);

function translate(chosen) {
  language = chosen;
  document.documentElement.lang = language;
  document.title = say("title");
  for (const item of document.querySelectorAll("[data-say]")) item.textContent = say(item.dataset.say);
  for (const button of element("languages").children) press(button, button.dataset.language === language);
}

const press = (button, pressed) => button.setAttribute("aria-pressed", String(pressed));
