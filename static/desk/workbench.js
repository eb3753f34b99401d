// The workbench by keys: everything here can be done by mouse, touch or without a script, too.
"use strict"

const bench = document.querySelector(".bench")
if (bench) start()

function start() {
  document.documentElement.classList.add("scripted")
  const acts = new Map(KEYS.map(([key, act]) => [key, act]))
  let asking = false // whether x was pressed and a reason is waited for
  let sentFrom = 0 // the finding at hand when a form was sent last
  let unsent = [] // the names of fields that came back as they were typed, since nothing was done

  const panel = () => document.getElementById("panel")
  const form = () => document.getElementById("decide")
  const line = pk => document.getElementById(`line-${pk}`)
  const at = () => Number(panel().dataset.finding)
  const lines = () => [...document.querySelectorAll(".lines > .line:not([hidden])")]

  // ---- the panel: fetched alone, and what follows from it in text and list

  let discarding = false
  function show(pk, { discard = false } = {}) {
    discarding = discard
    if (!discard) keep()
    htmx.ajax("GET", bench.dataset.address.replace("/0/", `/${pk}/`), { target: "#panel", swap: "outerHTML" })
  }

  document.addEventListener("click", event => {
    const link = event.target.closest("a[data-finding]")
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return
    if (String(document.getSelection()).trim() && link.closest("mark")) return event.preventDefault()
    event.preventDefault()
    show(link.dataset.finding)
  })

  document.addEventListener("submit", event => {
    const sent = event.target
    if (!sent.closest("#panel") || event.defaultPrevented) return
    event.preventDefault()
    sentFrom = at()
    const values = new FormData(sent, event.submitter)
    htmx.ajax("POST", sent.action, { target: "#panel", swap: "outerHTML", source: sent, values: plain(values) })
  })

  function plain(data) {
    const values = {}
    for (const name of new Set(data.keys())) values[name] = data.getAll(name)
    return values
  }

  document.addEventListener("htmx:afterSwap", event => {
    if (event.detail.elt?.id !== "panel" && event.detail.target?.id !== "panel") return
    asking = false
    // A key pressed before all is settled keeps what was typed once more.
    if (isBack()) unsent = drafted()
  })

  // Where the same finding is at hand again nothing was done, be it that Enter alone was pressed.
  function isBack() {
    return Boolean(sentFrom) && sentFrom === at()
  }

  function drafted() {
    return Object.keys(JSON.parse(localStorage.getItem(key(at())) || "{}"))
  }

  // Only the panel's own answer is settled for, not what comes along with it.
  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.elt?.id === "panel" && document.getElementById("panel")) settle(event.detail.xhr?.status ?? 200)
  })

  for (const [event, words] of [
    ["htmx:sendError", "The server could not be reached."],
    ["htmx:timeout", "The server took too long."],
    ["htmx:responseError", "The server could not do it."],
  ])
    document.addEventListener(event, () => {
      keep()
      say(`${words} Nothing was done here that you did not see; what you typed is kept. Try again.`)
    })

  // Before a request that may lead to the login: what was typed is here again after it.
  document.addEventListener("htmx:beforeRequest", () => discarding || keep())

  function say(words) {
    let notice = document.getElementById("bench-says")
    if (!notice) {
      notice = Object.assign(document.createElement("p"), { id: "bench-says", className: "notice small" })
      notice.setAttribute("role", "alert")
    }
    notice.textContent = words
    panel().prepend(notice)
  }

  function settle(status = 200) {
    discarding = false
    unsent = isBack() ? drafted() : []
    if (sentFrom && status < 400 && !isBack()) localStorage.removeItem(key(sentFrom))
    sentFrom = 0
    markText()
    for (const one of document.querySelectorAll(".line[aria-current]")) one.removeAttribute("aria-current")
    const current = line(at())
    current?.setAttribute("aria-current", "true")
    // What was rejected since the page was made stands in the list still, and counts.
    const [all, place] = [[...document.querySelectorAll(".lines > .line")], panel().querySelector(".place")]
    if (place && current) place.textContent = `${all.indexOf(current) + 1} of ${all.length}`
    // On a phone the list is part of the page, which is not scrolled for it.
    const isPhone = matchMedia("(max-width: 60rem)").matches
    if (!isPhone) current?.scrollIntoView({ block: "nearest" })
    for (const one of lines())
      for (const part of one.dataset.parts.split(" ")) {
        const [pk, state] = part.split(":")
        for (const mark of document.querySelectorAll(`mark[data-of="${pk}"]`)) {
          mark.classList.remove("pending", "accepted", "rejected", "stale")
          mark.classList.add(state)
        }
      }
    forget()
    restore(status)
    const address = new URL(location.href)
    address.hash = ""
    if (at()) address.searchParams.set("finding", at())
    history.replaceState(null, "", address)
    // What was refused for want of an answer gets the cursor at its question.
    const wrong = panel().querySelector("[autofocus]") ?? (status >= 400 ? unanswered() : null)
    if (wrong) {
      wrong.focus()
      return wrong.scrollIntoView({ block: "center" })
    }
    panel().focus({ preventScroll: true })
    // On a phone the panel comes before the text: that is what is looked at.
    if (isPhone) panel().scrollIntoView({ block: "start" })
    else {
      document.querySelector(".bench-text .hand")?.scrollIntoView({ block: "center" })
      // Near the story's top the panel would reach below the window, its two buttons with it.
      const hidden = panel().getBoundingClientRect().bottom - innerHeight
      if (hidden > 0) scrollBy(0, hidden + 8)
    }
  }

  // ---- the story's text: what the line at hand rests on, marked apart by what it is

  const paragraphs = [...bench.querySelectorAll(".bench-text [data-start]")].map(element => ({
    element,
    start: Number(element.dataset.start),
    text: element.textContent,
  }))

  function markText(marks = JSON.parse(panel().dataset.marks || "[]")) {
    for (const old of bench.querySelectorAll(".bench-text .hand")) {
      const parent = old.parentNode
      old.replaceWith(...old.childNodes)
      parent.normalize()
    }
    for (const paragraph of paragraphs) wrap(paragraph, marks)
  }

  // Python counts code points, a script UTF-16 units: offsets are turned where a text has any beyond the first plane.
  const units = (text, points) => (/[\ud800-\udfff]/.test(text) ? [...text].slice(0, points).join("").length : points)
  const points = (text, unit) => (/[\ud800-\udfff]/.test(text) ? [...text.slice(0, unit)].length : unit)

  // Cut a paragraph wherever a mark begins or ends; each stretch says all that it is to the line at hand.
  function wrap({ element, start: from, text }, marks) {
    const here = marks
      .map(([role, start, end]) => [role, units(text, Math.max(0, start - from)), units(text, Math.max(0, end - from)), start >= from])
      .filter(([, left, right]) => left < right && left < text.length)
    if (!here.length) return
    const edges = [...new Set(here.flatMap(([, left, right]) => [left, Math.min(right, text.length)]))].sort((a, b) => a - b)
    for (let n = 0; n + 1 < edges.length; n++) {
      const [left, right] = [edges[n], edges[n + 1]]
      const over = here.filter(([, a, b]) => a <= left && right <= b)
      const labels = over.filter(([, a, , begins]) => begins && a === left).map(([role]) => role)
      if (over.length) stretch(element, left, right, [...new Set(over.map(([role]) => role))], [...new Set(labels)])
    }
  }

  function stretch(element, left, right, roles, labels) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const nodes = []
    while (walker.nextNode()) nodes.push(walker.currentNode)
    let place = 0
    for (let node of nodes) {
      const a = Math.max(left - place, 0)
      const b = Math.min(right - place, node.data.length)
      place += node.data.length
      if (a >= b) continue
      if (b < node.data.length) node.splitText(b)
      if (a > 0) node = node.splitText(a)
      const span = document.createElement("span")
      span.className = `hand ${roles.map(role => `hand-${role}`).join(" ")}`
      if (labels.length) span.dataset.label = labels.join(", ")
      labels = []
      node.replaceWith(span)
      span.append(node)
    }
  }

  // ---- the words of a claim: their ends moved by word and by sentence, or taken from a selection

  const spans = new Map() // by finding: [start, end] as moved

  async function wordsField() {
    const part = [...panel().querySelectorAll(".finding:is(.kind-quote, .kind-position, .kind-vote, .kind-event)")].at(-1)
    if (!part || !(await unfold(part.querySelector(".correct")))) return null
    const field = part.querySelector("textarea[name$='-words']")
    return field && { pk: part.id.replace("finding-", ""), field, part }
  }

  // ---- a fold of corrections is fetched when it is opened first

  async function unfold(details) {
    if (!details) return false
    details.open = true
    const closed = details.querySelector("input[name=closed]")
    if (!closed) return true
    if (closed.dataset.asked) return false
    closed.dataset.asked = "yes"
    const answer = await fetch(details.dataset.fold, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (!answer?.ok || answer.redirected) {
      delete closed.dataset.asked
      say("The form could not be fetched. Nothing is lost; try again.")
      return false
    }
    const holder = document.createElement("template")
    holder.innerHTML = await answer.text()
    closed.replaceWith(holder.content)
    return true
  }

  document.addEventListener("toggle", event => event.target.matches?.(".correct[open]") && unfold(event.target), true)

  const whole = () => {
    const last = paragraphs[paragraphs.length - 1]
    const letters = []
    for (const { start, text } of paragraphs) {
      const chars = [...text]
      for (let n = 0; n < chars.length; n++) letters[start + n] = chars[n]
    }
    const length = last ? last.start + [...last.text].length : 0
    return Array.from({ length }, (_, n) => letters[n] ?? "\n")
  }

  function ends(letters, unit) {
    const text = letters.join("")
    const segmenter = new Intl.Segmenter("en", { granularity: unit })
    const edges = []
    let place = 0
    for (const { segment, isWordLike } of segmenter.segment(text)) {
      const length = [...segment].length
      const body = segment.trimEnd()
      if (unit === "sentence" ? body : isWordLike) edges.push([place, place + [...body].length])
      place += length
    }
    return edges
  }

  async function moved(act) {
    const words = await wordsField()
    if (!words) return
    const letters = whole()
    const [start, end] = spans.get(words.pk) ?? spanOf(words, letters)
    if (start < 0) return
    const edges = ends(letters, act.startsWith("sentence") ? "sentence" : "word")
    let [a, b] = [start, end]
    if (act.endsWith("end-on")) b = edges.find(([, e]) => e > end)?.[1] ?? end
    if (act.endsWith("end-back")) b = edges.findLast(([, e]) => e < end)?.[1] ?? end
    if (act.endsWith("start-on")) a = edges.find(([s]) => s > start)?.[0] ?? start
    if (act.endsWith("start-back")) a = edges.findLast(([s]) => s < start)?.[0] ?? start
    if (a < b) take(words, a, b, letters)
  }

  function spanOf({ field }, letters) {
    const role = JSON.parse(panel().dataset.marks).find(([name]) => name === "content" || name === "evidence")
    if (role && letters.slice(role[1], role[2]).join("") === field.value) return [role[1], role[2]]
    const place = letters.join("").indexOf(field.value)
    return place < 0 ? [-1, -1] : [points(letters.join(""), place), points(letters.join(""), place) + [...field.value].length]
  }

  function take({ pk, field, part }, start, end, letters = whole()) {
    spans.set(pk, [start, end])
    field.value = letters.slice(start, end).join("").trim()
    const exact = part.querySelector("input[name$='-spans']")
    const role = part.classList.contains("kind-quote") ? "content" : "evidence"
    if (exact) exact.value = JSON.stringify({ ...JSON.parse(exact.value || "{}"), [role]: [start, end] })
    part.querySelector(".correct")?.setAttribute("open", "")
    const marks = JSON.parse(panel().dataset.marks).filter(([name]) => name !== role)
    markText([[role, start, end], ...marks])
    keep()
  }

  function selected() {
    const selection = document.getSelection()
    if (!selection.rangeCount || selection.isCollapsed) return null
    const range = selection.getRangeAt(0)
    const edge = (node, offset) => {
      const home = paragraphs.find(({ element }) => element.contains(node))
      if (!home) return null
      const before = document.createRange()
      before.setStart(home.element, 0)
      before.setEnd(node, offset)
      return home.start + points(home.text, before.toString().length)
    }
    const [start, end] = [edge(range.startContainer, range.startOffset), edge(range.endContainer, range.endOffset)]
    return start === null || end === null || end <= start ? null : [start, end]
  }

  // ---- what was typed and not sent is kept in this browser, by finding, until it is sent or discarded

  const key = pk => `desk-${bench.dataset.user}-${pk}`

  // Whom accepting makes a person of, or gives a role, once somebody else was named than is proposed.
  function renamed() {
    const [gone, fresh] = [new Set(), []]
    for (const part of form().querySelectorAll(".finding[data-name]")) {
      const value = end => part.querySelector(`[name$='-${end}']`)?.value
      const typed = value("speaker") ?? value("actor") ?? value("name") ?? part.dataset.name
      const made = part.querySelector("input[data-new]")?.value
      if (value("person") || made || typed !== part.dataset.name) gone.add(part.dataset.name)
      if (made) fresh.push(made)
    }
    for (const one of form().querySelectorAll(".effect li[data-name]:not([data-name=''])")) one.hidden = gone.has(one.dataset.name)
    for (const old of form().querySelectorAll(".effect li.fresh")) old.remove()
    for (const name of new Set(fresh)) {
      const one = Object.assign(document.createElement("li"), { className: "words fresh" })
      one.append(Object.assign(document.createElement("strong"), { textContent: "Makes a new person:" }), ` ${name}`)
      form().querySelector("ul.effect")?.append(one)
    }
  }

  function keep() {
    if (!form()) return
    renamed()
    const values = {}
    for (const field of form().elements)
      if (field.name && (changed(field) || (unsent.includes(field.name) && field.type !== "radio"))) values[field.name] = field.type === "checkbox" ? field.checked : field.value
    for (const part of form().querySelectorAll(".finding"))
      part.classList.toggle("changed", [...part.querySelectorAll(".correct [name]")].some(changed))
    // Choices of one question: the one that was made.
    for (const field of form().querySelectorAll("input[type=radio]:checked"))
      if (!field.defaultChecked) values[field.name] = field.value
    // Who was picked of those suggested: by number and name, or a new person's name.
    for (const field of form().querySelectorAll("select[name$='-person']")) {
      const picked = field.selectedOptions[0]
      if (picked?.dataset.picked) values[field.name] = [picked.value, picked.text]
    }
    for (const field of form().querySelectorAll("input[data-new]")) values[field.name] = ["new", field.value]
    if (Object.keys(values).length) localStorage.setItem(key(at()), JSON.stringify(values))
    else localStorage.removeItem(key(at()))
  }

  function changed(field) {
    if (["hidden", "submit", "button", "radio"].includes(field.type) && !field.name.endsWith("-spans")) return false
    if (field.type === "checkbox") return field.checked !== field.defaultChecked
    // A choice begins at what the page has chosen, else at its first; that one may be chosen as well ("no issue").
    if (field.tagName === "SELECT")
      return field.selectedIndex !== Math.max([...field.options].findLastIndex(o => o.defaultSelected), 0)
    return field.value !== field.defaultValue
  }

  async function restore(status = 200) {
    const [kept, pk] = [localStorage.getItem(key(at())), at()]
    if (!kept || !form()) return
    const shown = panel()
    for (const fold of panel().querySelectorAll(".correct"))
      if (kept.includes(`"f${fold.closest(".finding").id.replace("finding-", "")}-`)) await unfold(fold)
    if (at() !== pk || panel() !== shown) return
    for (const [name, value] of Object.entries(JSON.parse(kept)))
      for (const field of Array.isArray(value) && value[0] === "new" ? [] : [...form().elements])
        if (field.name === name) {
          if (Array.isArray(value)) pick(field, ...value)
          else if (field.type === "checkbox") field.checked = value === true
          else if (field.type === "radio") field.checked = field.value === value
          else field.value = value
          field.closest("details")?.setAttribute("open", "")
        }
    for (const [name, value] of Object.entries(JSON.parse(kept)))
      if (Array.isArray(value) && value[0] === "new") startNew(name, value[1])
    // What was sent and refused stands there with the reason.
    if (status >= 400) return
    const notice = document.createElement("p")
    notice.className = "notice small"
    notice.setAttribute("role", "status")
    notice.append("You changed this before and did not send it; it is as you left it. ")
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link" })
    button.textContent = "Discard my changes"
    button.addEventListener("click", () => {
      localStorage.removeItem(key(at()))
      notice.remove()
      show(at(), { discard: true })
    })
    notice.append(button)
    form().before(notice)
  }

  // What was decided needs no keeping.
  function forget() {
    for (const one of lines())
      if (!/:(pending|stale)/.test(one.dataset.parts)) localStorage.removeItem(key(one.id.replace("line-", "")))
  }

  document.addEventListener("input", event => event.target.closest("#decide") && keep())
  document.addEventListener("change", event => event.target.closest("#decide") && keep())
  addEventListener("pagehide", () => discarding || keep())

  // ---- who is meant, while a name is typed

  let asked = 0
  document.addEventListener("input", async event => {
    const field = event.target
    if (!field.matches?.("#decide :is([name$='-speaker'], [name$='-actor'], .kind-official [name$='-name'], .kind-speaker [name$='-name'])")) return
    const [number, part] = [++asked, field.closest(".finding")]
    await new Promise(done => setTimeout(done, 150))
    if (number !== asked) return
    const query = new URLSearchParams({ q: field.value, finding: part.id.replace("finding-", "") })
    const answer = await fetch(`${bench.dataset.suggest}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (number !== asked || !answer?.ok || answer.redirected) return
    part.querySelector(".suggested")?.remove()
    const list = Object.assign(document.createElement("div"), { className: "suggested" })
    list.innerHTML = await answer.text()
    field.after(list)
  })

  document.addEventListener("click", event => {
    const button = event.target.closest(".suggested button")
    if (!button) return
    event.preventDefault()
    const part = button.closest(".finding")
    const person = part.querySelector("select[name$='-person']")
    const isKnown = "person" in button.dataset
    part.querySelector("input[data-new]")?.remove()
    if (isKnown) pick(person, button.dataset.person, button.dataset.name)
    else {
      person.value = ""
      startNew(person.name.replace(/-person$/, "-new_person"), button.dataset.new)
    }
    part.querySelector(".suggested").remove()
    keep()
  })

  function pick(select, value, name) {
    const option = [...select.options].find(one => one.value === value) ?? new Option(name, value)
    if (!option.parentNode) select.append(option)
    option.dataset.picked = "yes"
    select.value = value
  }

  function startNew(name, value) {
    const part = document.getElementById(`finding-${name.match(/^f(\d+)-/)[1]}`)
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value })
    input.dataset.new = "yes"
    part?.querySelector(".who")?.remove()
    part?.append(input)
  }

  // ---- the keys

  // Which vote it is may be chosen in the fold, too.
  const isAnswered = one =>
    one.querySelector("input:checked") ||
    (one.matches(".which") && one.closest(".finding").querySelector(".correct select[name$='-vote']")?.value)

  const unanswered = () =>
    [...panel().querySelectorAll(".who")].find(one => !isAnswered(one))?.querySelector("input")

  const press = name => panel().querySelector(`[data-key="${name}"]`)?.click()

  // What a key corrects, by the fields that it gives the cursor to, the first that is there.
  const FIELDS = {
    edit: "textarea, input:not([type=hidden]), select",
    speaker: "[name$='-speaker'], [name$='-actor'], [name$='-name']",
    issue: "[name$='-issue']",
    body: "[name$='-body']",
    matter: "[name$='-matter']",
    date: "[name$='-earliest']",
    record: ".kind-vote [name$='-vote'], .kind-event [name$='-event']",
  }

  const doing = {
    ...Object.fromEntries(Object.entries(FIELDS).map(([act, fields]) => [act, () => open(fields)])),
    next: () => step(1),
    previous: () => step(-1),
    accept: () => {
      const question = unanswered()
      if (question) question.focus()
      else press("accept")
    },
    reject: () => {
      const reasons = panel().querySelector(".reject")
      if (!reasons) return
      reasons.open = true
      asking = true
    },
    selection: async () => {
      const span = selected()
      const words = await wordsField()
      if (span && words) take(words, ...span)
      else say("Select the words in the story first.")
    },
    missed: () => {
      const span = selected()
      const link = document.querySelector("[data-key='missed']")
      if (!link) return
      const address = new URL(link.href)
      if (span) {
        address.searchParams.set("start", span[0])
        address.searchParams.set("end", span[1])
      }
      location.assign(address)
    },
    siblings: () => press("siblings"),
    undo: () => press("desk-step-back"),
    redo: () => press("desk-step-again"),
    "next-story": () => {
      keep()
      location.assign(bench.dataset.next)
    },
    search: () => document.getElementById("find-line")?.focus(),
    sheet: () => sheet().showModal(),
    leave: () => {
      asking = false
      document.activeElement?.blur()
      panel().querySelector(".reject")?.removeAttribute("open")
    },
  }

  function step(by) {
    const all = lines()
    const place = all.findIndex(one => one.id === `line-${at()}`)
    const target = all[place + by] ?? all[by > 0 ? 0 : all.length - 1]
    if (target) show(target.id.replace("line-", ""))
  }

  // Of a line of several parts, the claim is corrected first: it stands last.
  async function open(fields) {
    const fold = [...panel().querySelectorAll(".correct")].at(-1)
    if (!(await unfold(fold))) return
    const field = [...fold.querySelectorAll(fields)].find(one => one.type !== "hidden")
    field?.focus()
    field?.select?.()
  }

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return
    const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select")
    if (typing && event.key !== "Escape") return
    if (asking && /^[1-9]$/.test(event.key)) {
      event.preventDefault()
      return panel().querySelector(`[data-fault="${event.key}"]`)?.click()
    }
    const question = event.target.closest?.(".who")
    if (question && /^[1-9]$/.test(event.key)) {
      const choice = question.querySelectorAll("input")[event.key - 1]
      if (choice) choice.checked = true
      event.preventDefault()
      return
    }
    const name = `${event.altKey ? "Alt+" : ""}${event.altKey ? bracket(event) : event.key}`
    const act = acts.get(name)
    if (!act) return
    event.preventDefault()
    if (act.startsWith("part-")) {
      const box = panel().querySelectorAll("input[name=part]")[act.slice(5) - 1]
      if (box) box.click()
    } else if (/(start|end)-(on|back)$/.test(act)) moved(act)
    else doing[act]?.()
  })

  // With Alt, some keyboards give another sign.
  function bracket(event) {
    const sign = { BracketLeft: "[", BracketRight: "]" }[event.code] ?? event.key
    return event.shiftKey ? ({ "[": "{", "]": "}" }[sign] ?? sign) : sign
  }

  function sheet() {
    const known = document.getElementById("key-sheet")
    if (known) return known
    const dialog = Object.assign(document.createElement("dialog"), { id: "key-sheet", className: "key-sheet" })
    const heading = Object.assign(document.createElement("h2"), { textContent: "Keys" })
    const list = document.createElement("dl")
    for (const [name, , words] of KEYS) {
      const term = document.createElement("dt")
      term.append(Object.assign(document.createElement("kbd"), { textContent: name }))
      list.append(term, Object.assign(document.createElement("dd"), { textContent: words }))
    }
    const close = Object.assign(document.createElement("button"), { textContent: "Close", autofocus: true })
    close.addEventListener("click", () => dialog.close())
    dialog.setAttribute("aria-label", "Keys")
    dialog.append(heading, list, close)
    document.body.append(dialog)
    return dialog
  }

  document.getElementById("find-line")?.addEventListener("input", event => {
    const wanted = event.target.value.toLocaleLowerCase()
    for (const one of document.querySelectorAll(".lines > .line"))
      one.hidden = !one.textContent.toLocaleLowerCase().includes(wanted)
  })
  document.getElementById("find-line")?.addEventListener("keydown", event => {
    const first = lines()[0]
    if (event.key === "Enter" && first) show(first.id.replace("line-", ""))
  })
  document.querySelector("[data-key='sheet']")?.addEventListener("click", () => sheet().showModal())

  settle()
}
