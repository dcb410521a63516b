using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes whom to tell: a webhook for each secret of the vaults, and the forms of the other kinds.</summary>
public sealed class NotifyCompleter : NameCompleter
{
    private static readonly string[] Forms =
    [
        "@{ Webhook = 'env:NAME'; Kind = 'Slack' }",
        "@{ Webhook = 'env:NAME'; Kind = 'Teams' }",
        "@{ Mail = 'smtp://USER@HOST:587'; Password = 'env:NAME'; From = 'contabyx@example.com'; To = 'me@example.com' }",
        "@{ Sns = 'arn:aws:sns:REGION:ACCOUNT:TOPIC' }",
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => VaultNames.Secrets($"{parameters["Vault"]}", Patience)
        .Select(secret => $"@{{ Webhook = {PowerShellText.Literal("secret:" + secret)} }}").Concat(Forms);

    private protected override string TextOf(string name) => name;
}
