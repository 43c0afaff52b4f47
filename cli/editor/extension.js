// Starts `huanchi lsp` for rule files in VS Code.
const { workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const settings = workspace.getConfiguration("huanchi");
  const rules = settings.get("rules");
  client = new LanguageClient(
    "huanchi",
    "huanchi",
    { command: settings.get("command"), args: ["lsp"], transport: TransportKind.stdio },
    { documentSelector: [{ language: "huanchi" }], initializationOptions: rules.length ? { rules } : {} },
  );
  return client.start();
};

exports.deactivate = () => client && client.stop();
