using System.Collections;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>Completes storage classes of Amazon S3. Other names are also accepted.</summary>
public sealed class StorageClassCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => LocalNames.StorageClasses();
}
