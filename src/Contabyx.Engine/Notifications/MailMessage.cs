using System.Globalization;
using System.Text;

namespace Contabyx.Engine.Notifications;

/// <summary>
/// The text of a mail: a plain text in UTF-8 (RFC 5322, RFC 2045, RFC 2047). Its lines are ASCII, short, and never begin with
/// a full stop.
/// </summary>
internal static class MailMessage
{
    private const string Line = "\r\n";
    private const int LineLength = 76;

    // A line with an encoded word has 76 characters at most (RFC 2047, 2): the header's name, these bytes in base64, and what is
    // around them.
    private const int WordBytes = 39;

    /// <summary>The whole message, with its headers and without the final dot.</summary>
    public static string Of(MailRoute route, Notification notification) => string.Join(
        Line,
        $"From: Contabyx <{route.From}>",
        $"To: {string.Join("," + Line + " ", route.To)}",
        $"Subject: {Words("Contabyx: " + notification.Title)}",
        $"Date: {notification.Time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)}",
        $"Message-ID: <{Guid.NewGuid():N}@{route.From[(route.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}>",
        "Auto-Submitted: auto-generated",
        $"X-Contabyx-Event: {notification.Event}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        Body(NotificationText.Lines(notification)),
        "");

    private static string Body(string text)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ReplaceLineEndings(Line) + Line));
        return string.Join(Line, encoded.Chunk(LineLength).Select(chunk => new string(chunk)));
    }

    // Always encoded, in words that break between two characters.
    private static string Words(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > WordBytes)
            {
                words.Add(Encoded(word));
                word.Clear();
            }

            word.AddRange(bytes);
        }

        words.Add(Encoded(word));
        return string.Join(Line + " ", words);
    }

    private static string Encoded(List<byte> word) => $"=?utf-8?B?{Convert.ToBase64String([.. word])}?=";
}
