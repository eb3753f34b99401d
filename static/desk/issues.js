// Which issue is meant, while its title is typed.
{
  let asked = 0
  document.addEventListener("input", async event => {
    const field = event.target
    if (!field.matches?.("input[data-issues]")) return
    const number = ++asked
    await new Promise(done => setTimeout(done, 150))
    if (number !== asked) return
    const query = new URLSearchParams({ q: field.value })
    const answer = await fetch(`${field.dataset.issues}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (number !== asked || !answer?.ok || answer.redirected) return
    const list = field.list ?? Object.assign(document.createElement("datalist"), { id: `${field.id}-titles` })
    list.innerHTML = await answer.text()
    field.after(list)
    field.setAttribute("list", list.id)
  })
}
