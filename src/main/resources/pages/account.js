"use strict";

const form = document.querySelector("form");
const password = document.getElementById("password");
const button = form.querySelector("button");
const outcome = document.getElementById("outcome");

// The token leaves the address bar, so that neither the history nor a shared screen keeps it.
const token = new URLSearchParams(location.hash.slice(1)).get("token");
history.replaceState(null, "", location.pathname);

function say(text, trouble) {
  outcome.textContent = text;
  outcome.classList.toggle("trouble", trouble);
  outcome.focus();
}

function link(address) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = address;
  return anchor;
}

function done(answer) {
  form.hidden = true;
  say(answer.message || form.dataset.done, false);
  if (answer.instance_url && answer.instance_url.startsWith("https://")) {
    outcome.append(" Your instance is being set up; a mail tells you when it is ready. It will be at ");
    outcome.append(link(answer.instance_url));
  }
}

async function send() {
  const response = await fetch(form.dataset.route, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json", "Accept": "application/json" },
    body: JSON.stringify({ token: token, password: password.value })
  });
  const answer = await response.json();
  if (response.ok) {
    done(answer);
  } else {
    say(answer.detail || answer.title, true);
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  try {
    await send();
  } catch (away) {
    say("The hub cannot be reached at the moment: try again.", true);
  } finally {
    button.disabled = false;
  }
});

document.getElementById("show").addEventListener("change", (event) => {
  password.type = event.target.checked ? "text" : "password";
});

if (!token) {
  form.hidden = true;
  say("Open this page by the link of the mail: the address is not complete.", true);
}
