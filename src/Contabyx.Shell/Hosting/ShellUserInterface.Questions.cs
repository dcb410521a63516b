using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Contabyx.Shell;

// Questions to the user: for mandatory parameters, -Confirm and credentials.
internal sealed partial class ShellUserInterface
{
    public override string ReadLine() =>
        Console.ReadLine()
        ?? throw new HostException("A question was asked, but the input has ended. Give the answer as a parameter.");

    public override SecureString ReadLineAsSecureString()
    {
        var secret = new SecureString();
        if (Console.IsInputRedirected)
        {
            foreach (var letter in ReadLine())
                secret.AppendChar(letter);
            return secret;
        }

        for (var key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.AppendChar(key.KeyChar);
        }

        WriteLine("");
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        Introduce(caption, message);
        var answers = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in descriptions)
        {
            Write(field.Name + ": ");
            object answer = field.ParameterTypeFullName switch
            {
                "System.Security.SecureString" => ReadLineAsSecureString(),
                "System.Management.Automation.PSCredential" => PromptForCredential("", "", "", field.Name),
                _ => ReadLine(),
            };
            answers[field.Name] = PSObject.AsPSObject(answer);
        }

        return answers;
    }

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Introduce(caption, message);
        var letters = choices.Select(LetterOf).ToList();
        var menu = string.Join("  ", choices.Select((choice, i) => $"[{letters[i]}] {NameOf(choice)}"));
        while (true)
        {
            Write(defaultChoice >= 0 ? $"{menu} (default is \"{letters[defaultChoice]}\"): " : menu + ": ");
            var answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            var chosen = letters.FindIndex(letter => letter.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
                return chosen;
        }
    }

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) =>
        PromptForCredential(
            caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        Introduce(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    private static string NameOf(ChoiceDescription choice) => choice.Label.Replace("&", "", StringComparison.Ordinal);

    private static string LetterOf(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[(mark + 1)..(mark + 2)] : choice.Label;
    }

    private void Introduce(string caption, string message)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
            WriteLine(line);
    }
}
