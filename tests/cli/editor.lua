-- Neovim with its own language client and nothing else: what an author sees of a rule file.
local file = vim.env.RULES
local failures = 0
local function check(what, ok, seen)
  if not ok then
    failures = failures + 1
    io.stdout:write("FAILED: " .. what .. ": " .. vim.inspect(seen) .. "\n")
  end
end
local function finish()
  io.stdout:write(failures == 0 and "all as expected\n" or "")
  vim.cmd(failures == 0 and "qall!" or "cquit!")
end

-- The setup has been read from the authors' guide: opening the file is all that is done.
vim.cmd("edit " .. vim.fn.fnameescape(file))
local function wait(condition)
  return vim.wait(20000, condition, 20)
end
local function attached()
  local list = vim.lsp.get_clients or vim.lsp.get_active_clients or vim.lsp.buf_get_clients
  for _, c in pairs(list()) do
    if c.name == "huanchi" then return c end
  end
end
check("the server answers", wait(function() return attached() ~= nil and attached().initialized end), attached())
local client = attached().id

local function ask(method, params)
  local answer = vim.lsp.buf_request_sync(0, method, params, 20000)
  return answer and answer[client] and answer[client].result
end
local function at(line, word) -- the cursor on the word's first character, line from 1
  local text = vim.fn.getline(line)
  local from = string.find(text, word, 1, true)
  vim.api.nvim_win_set_cursor(0, { line, from - 1 })
  return vim.lsp.util.make_position_params(0, attached().offset_encoding)
end
local function position_of(line, word, offset)
  local p = at(line, word)
  p.position.character = p.position.character + (offset or 0)
  return p
end

-- diagnostics: the unit that nobody knows, under its own characters
check("a diagnostic comes", wait(function() return #vim.diagnostic.get(0) > 0 end), vim.diagnostic.get(0))
local d = vim.diagnostic.get(0)[1] or {}
check("it is about the unit", d.code == "M005" or (d.message or ""):find("mg/LL", 1, true) ~= nil, d)
check("it stands on line 12", d.lnum == 11, d)
check("it stands under the unit", vim.fn.getline(12):sub((d.col or 0) + 1, d.end_col) == "mg/LL", d)

-- hover over the factor
local hover = ask("textDocument/hover", at(11, "氨氮"))
check("hover names the code", hover and vim.inspect(hover.contents):find("w21003", 1, true) ~= nil, hover)

-- definition of the standard, in the same file
local found = ask("textDocument/definition", at(7, "甲"))
local place = found and (found.uri and found or found[1])
check("the definition is found", place and (place.range or place.targetRange).start.line == 0, found)
-- and of a statistic, in the library
found = ask("textDocument/definition", at(8, "daily_mean"))
place = found and (found.uri and found or found[1])
check("the library is found", place and (place.uri or place.targetUri):find("statistics.rules", 1, true) ~= nil, found)

-- completion after `judge `
local params = position_of(8, "daily_mean", 3)
local list = ask("textDocument/completion", params)
local items = list and (list.items or list) or {}
local labels = {}
for _, i in ipairs(items) do labels[i.label] = true end
check("statistics are proposed", labels["daily_mean"], vim.tbl_keys(labels))
check("it knows the Chinese names too", labels["日均值"], vim.tbl_keys(labels))

-- typing in the middle of Chinese text, then completion as the editor inserts it
vim.fn.setline(11, "    化学需 <=   5 mg/L")
vim.api.nvim_win_set_cursor(0, { 11, 4 + #"化学需" })
vim.cmd("startinsert")
local start = vim.lsp.omnifunc(1, "")
check("omnifunc asks", start == -2 or start >= 0, start)
params = position_of(11, "化学需", 3)
list = ask("textDocument/completion", params)
local inserted = {}
for _, i in ipairs(list and (list.items or list) or {}) do inserted[i.textEdit and i.textEdit.newText or i.insertText or i.label] = i end
check("the factor is proposed", inserted["化学需氧量"] ~= nil, vim.tbl_keys(inserted))
vim.cmd("stopinsert")
vim.fn.setline(11, "    氨氮 <=   5 mg/L")

-- formatting: the file with the unit mended is laid out as by `rules fmt`
vim.fn.setline(12, "  化学需氧量 <= 50 mg/L")
check("the diagnostic goes", wait(function() return #vim.diagnostic.get(0) == 0 end), vim.diagnostic.get(0))
if vim.lsp.buf.format then vim.lsp.buf.format({ timeout_ms = 20000 }) else vim.lsp.buf.formatting_sync(nil, 20000) end
vim.cmd("silent write!")
finish()
