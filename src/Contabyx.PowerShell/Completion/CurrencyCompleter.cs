using System.Collections;
using System.Globalization;

namespace Contabyx.PowerShell;

/// <summary>Completes the codes of currencies that .NET knows (ISO 4217). Other texts are also accepted.</summary>
public sealed class CurrencyCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name).ISOCurrencySymbol).Where(code => code.Length == 3)
        .Distinct().Order(StringComparer.Ordinal);
}
