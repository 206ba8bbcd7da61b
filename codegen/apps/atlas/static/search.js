// The search of the index: what has every word of the query stays.
"use strict";
const query = document.getElementById("query"), count = document.getElementById("count");
const cards = [...document.querySelectorAll(".cards > li")];

function search() {
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const card of cards) card.hidden = !words.every((word) => card.dataset.words.includes(word));
  for (const family of document.querySelectorAll(".family"))
    family.hidden = ![...family.querySelectorAll(".cards > li")].some((card) => !card.hidden);
  const left = cards.filter((card) => !card.hidden).length;
  count.textContent = left === 1 ? "1 layer" : `${left} layers`;
  history.replaceState(null, "", query.value ? `#${encodeURIComponent(query.value)}` : location.pathname);
}

query.addEventListener("input", search);
query.form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== query) {
    event.preventDefault();
    query.focus();
  }
});
if (location.hash.length > 1 && !document.getElementById(location.hash.slice(1))) {
  query.value = decodeURIComponent(location.hash.slice(1));
  search();
}
