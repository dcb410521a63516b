using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Contabyx.Engine.Jobs;

namespace Contabyx.PowerShell;

/// <summary>Reads hashtables as entries of <c>Notify</c>: <c>@{ Webhook = 'secret:NAME'; Kind = 'Slack' }</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotificationTargetsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (Bare(inputData) is NotificationTarget[] or null)
            return inputData;
        try
        {
            return NotifyReader.Read([.. ItemsOf(inputData).Select(ValueOf)]).ToArray();
        }
        catch (InputException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.Advice}", e);
        }
    }

    private static JobValue ValueOf(object? given)
    {
        var value = new JobValue(default);
        return Bare(given) switch
        {
            null => value,
            string text => value with { Text = text },
            bool flag => value with { Flag = flag },
            IDictionary table => value with
            {
                Entries = [.. table.Cast<DictionaryEntry>().Select(pair => new JobEntry($"{pair.Key}", default, ValueOf(pair.Value)))],
            },
            IEnumerable list => value with { List = [.. list.Cast<object?>().Select(ValueOf)] },
            IConvertible other => value with { Text = other.ToString(CultureInfo.InvariantCulture) },
            var other => value with { Text = other.ToString() },
        };
    }

    private static IEnumerable<object?> ItemsOf(object? given) => Bare(given) is IEnumerable list and not IDictionary and not string
        ? list.Cast<object?>() : [given];

    private static object? Bare(object? given) => given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given;
}
