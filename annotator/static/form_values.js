// What stands in the fields of a form that a person fills in, as {name: [values]}.

const NOT_TYPED = "[type=hidden], [type=file], [type=password], [type=submit], [type=button], button, fieldset, output";
const isChoice = (control) => control.matches("[type=checkbox], [type=radio]");

function controls(form) {
  return [...form.elements].filter((control) => control.name && !control.matches(NOT_TYPED));
}

function values(form, read) {
  const found = {};
  for (const control of controls(form)) (found[control.name] ??= []).push(...read(control));
  return found;
}

// What stands in the form now.
export function typed(form) {
  return values(form, (control) => {
    if (isChoice(control)) return control.checked ? [control.value] : [];
    if (control.matches("select")) return [...control.selectedOptions].map((option) => option.value);
    return [control.value];
  });
}

// What the server put into it.
export function given(form) {
  return values(form, (control) => {
    if (isChoice(control)) return control.defaultChecked ? [control.value] : [];
    if (!control.matches("select")) return [control.defaultValue];
    const chosen = [...control.options].filter((option) => option.defaultSelected);
    const first = control.multiple ? [] : [...control.options].slice(0, 1);
    return (chosen.length ? chosen : first).map((option) => option.value);
  });
}

// Put values into the form; what it has no field or choice for is left as it is.
export function fill(form, wanted) {
  const left = structuredClone(wanted);
  for (const control of controls(form)) {
    const of = left[control.name];
    if (!of) continue;
    if (isChoice(control)) control.checked = of.includes(control.value);
    else if (control.matches("select")) choose(control, of);
    else if (of.length) control.value = of.shift();
  }
}

function choose(select, wanted) {
  const options = [...select.options];
  if (!options.some((option) => wanted.includes(option.value))) return;
  for (const option of options) option.selected = wanted.includes(option.value);
}

export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
