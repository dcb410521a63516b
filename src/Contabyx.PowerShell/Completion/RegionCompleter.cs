using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of AWS Regions. Other names are also accepted.</summary>
public sealed class RegionCompleter : NameCompleter
{
    private static readonly string[] Regions =
    [
        "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "ca-central-1", "eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1",
        "me-south-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => Regions;
}
