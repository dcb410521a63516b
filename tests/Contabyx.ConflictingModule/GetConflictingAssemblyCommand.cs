using System.Management.Automation;
using Amazon;
using Microsoft.Extensions.Logging;
using Microsoft.IO;
using Npgsql;

namespace Contabyx.ConflictingModule;

/// <summary>Uses a type of each package, so that all are loaded, and writes their assemblies.</summary>
[Cmdlet(VerbsCommon.Get, "ConflictingAssembly")]
public sealed class GetConflictingAssemblyCommand : Cmdlet
{
    protected override void EndProcessing()
    {
        Type[] used =
            [typeof(RegionEndpoint), typeof(ILogger), typeof(RecyclableMemoryStream), typeof(NpgsqlConnection)];
        foreach (var type in used)
            WriteObject(type.Assembly);
    }
}
