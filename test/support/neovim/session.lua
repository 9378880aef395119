-- A session with Neovim's own language client: opens a circuit, does what a user does, and writes what came of it as
-- JSON. Where the client says when something has happened, the session waits for that; nothing waits for time.
local session = vim.json.decode(table.concat(vim.fn.readfile(vim.env.HYBRIDQ_SESSION), '\n'))
local results = { neovim = tostring(vim.version().major) .. '.' .. tostring(vim.version().minor) }
local patience = 60000

local function await(what, condition)
  if not vim.wait(patience, condition, 10) then error('Waited in vain for ' .. what) end
end

local function text_of(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end

-- Findings, whenever the client has new ones.
local changes = 0
vim.api.nvim_create_autocmd('DiagnosticChanged', { callback = function() changes = changes + 1 end })
local function findings()
  return vim.tbl_map(function(found)
    return { code = found.code or vim.tbl_get(found, 'user_data', 'lsp', 'code'), line = found.lnum, column = found.col,
             message = found.message }
  end, vim.diagnostic.get(0))
end

local function put_cursor(line, column) vim.api.nvim_win_set_cursor(0, { line + 1, column }) end

local function ask(method, parameters)
  local answers, problem = vim.lsp.buf_request_sync(0, method, parameters, patience)
  if not answers then error(method .. ': ' .. tostring(problem)) end
  for _, answer in pairs(answers) do
    if answer.error then error(method .. ': ' .. answer.error.message) end
    return answer.result
  end
end

local function run()
  vim.cmd('edit ' .. vim.fn.fnameescape(session.file))
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({
    name = 'hybridq',
    cmd = session.command,
    root_dir = session.folder,
    get_language_id = function() return 'openqasm' end,
    init_options = session.settings,
    on_exit = function(code) results.exit = code end,
  })
  vim.lsp.buf_attach_client(buffer, client)
  await('findings', function() return changes > 0 and #vim.diagnostic.get(buffer) > 0 end)
  results.opened = findings()

  -- Hover opens a floating window.
  put_cursor(unpack(session.hover))
  vim.lsp.buf.hover()
  local float
  await('the hover window', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then float = window end
    end
    return float ~= nil
  end)
  results.hover = text_of(vim.api.nvim_win_get_buf(float))
  vim.api.nvim_win_close(float, true)

  put_cursor(unpack(session.definition))
  vim.lsp.buf.definition()
  await('the definition', function() return vim.api.nvim_get_current_buf() ~= buffer end)
  results.definition = { file = vim.api.nvim_buf_get_name(0), cursor = vim.api.nvim_win_get_cursor(0) }
  vim.api.nvim_set_current_buf(buffer)

  put_cursor(unpack(session.complete))
  local list = ask('textDocument/completion', vim.lsp.util.make_position_params())
  results.completion = vim.tbl_map(function(item)
    return { word = item.word, kind = item.kind }
  end, vim.lsp.util.text_document_completion_list_to_complete_items(list, session.prefix))

  -- A rename changes the buffer and the file it includes.
  put_cursor(unpack(session.rename))
  vim.lsp.buf.rename(session.newName)
  await('the renaming', function() return text_of(buffer):find(session.newName, 1, true) ~= nil end)
  results.renamed = { main = text_of(buffer), included = text_of(vim.fn.bufadd(session.included)) }

  if vim.lsp.buf.format then vim.lsp.buf.format({ async = false, timeout_ms = patience })
  else vim.lsp.buf.formatting_sync(nil, patience) end
  results.formatted = text_of(buffer)

  -- The findings of the line go when it is mended.
  local line = session.mend[1]
  vim.api.nvim_buf_set_lines(buffer, line, line + 1, false, { session.mend[2] })
  await('new findings', function()
    return #vim.tbl_filter(function(found) return found.lnum == line end, vim.diagnostic.get(0)) == 0
  end)
  results.mended = findings()

  vim.lsp.stop_client(client)
  await('the end of the server', function() return results.exit ~= nil end)
end

local ok, problem = xpcall(run, debug.traceback)
if not ok then results.problem = problem end
vim.fn.writefile({ vim.json.encode(results) }, session.results)
vim.cmd('qall!')
