// Asks one question, the exit cost of a pair, again whenever a field changes.
const view = crypto.getRandomValues(new Uint32Array(2)).join("-");
const token = new URLSearchParams(location.search).get("token");
const form = document.getElementById("question");
const status = document.getElementById("status");

async function ask(request) {
  const headers = { "Content-Type": "application/json", "X-Unequal-View": view };
  if (token) headers["X-Unequal-Token"] = token;
  const response = await fetch("/api/ask", { method: "POST", headers, body: JSON.stringify(request) });
  if (response.ok) return response;
  const { error } = await response.json();
  throw Object.assign(new Error(error.message), { status: response.status });
}

async function show() {
  const { first, second, elasticity, shown } = form.elements;
  shown.value = elasticity.value;
  status.textContent = "Solving …";
  try {
    const question = {
      question: "exit-cost",
      first: first.value,
      second: second.value,
      elasticity: Number(elasticity.value),
    };
    const { title, fragment } = await (await ask({ ask: "view", question })).json();
    document.title = title;
    document.getElementById("answer").innerHTML = fragment;
    status.textContent = "";
  } catch (error) {
    // A newer question is under way.
    if (error.status !== 499) status.textContent = error.message;
  }
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", show);
const sheet = new CSSStyleSheet();
sheet.replaceSync(await (await ask({ ask: "style" })).text());
document.adoptedStyleSheets.push(sheet);
await show();
