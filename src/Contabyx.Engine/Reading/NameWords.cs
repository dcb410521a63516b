using System.Globalization;
using System.Text;

namespace Contabyx.Engine.Reading;

/// <summary>
/// Splits a name into its words: <c>dt_Atualização</c> and <c>dtAtualizacao</c> are "dt" and "atualizacao".
/// </summary>
internal static class NameWords
{
    /// <summary>The words of a name, in lower case and without accents, in their order.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var before = '\0';
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            var begins = char.IsUpper(letter) && char.IsLower(before);
            if ((begins || !char.IsLetterOrDigit(letter)) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (char.IsLetterOrDigit(letter))
                word.Append(char.ToLowerInvariant(letter));
            before = letter;
        }

        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }
}
