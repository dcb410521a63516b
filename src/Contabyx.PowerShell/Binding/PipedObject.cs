using System.Collections;
using System.Management.Automation;
using System.Text.Json;

namespace Contabyx.PowerShell;

/// <summary>
/// Accepts the objects that a cmdlet passes to the next one: as they are, in lists, or saved and read back. PowerShell's own
/// binding would only say that an object cannot be bound.
/// </summary>
internal static class PipedObject
{
    /// <summary>The single objects of an argument: a list is unrolled, and NULL gives none.</summary>
    public static IEnumerable<object> Each(object? argument)
    {
        var bare = argument is PSObject wrapped ? wrapped.BaseObject : argument;
        return bare switch
        {
            null => [],
            IList list => list.Cast<object?>().SelectMany(Each),
            PSCustomObject => [argument!],
            _ => [bare],
        };
    }

    /// <summary>One object, as the type that the cmdlet needs.</summary>
    /// <param name="read">Reads it from JSON, if it was saved and read back.</param>
    /// <param name="what">What is needed, such as <c>a batch</c>.</param>
    /// <param name="maker">The cmdlet that writes such objects.</param>
    /// <exception cref="InputException">It is not such an object.</exception>
    public static T Read<T>(object item, Func<string, T> read, string what, string maker)
        where T : class
    {
        if (item is T one)
            return one;
        var type = PSObject.AsPSObject(item).TypeNames.FirstOrDefault() ?? item.GetType().FullName!;
        var ours = item is PSCustomObject or PSObject or IDictionary;
        try
        {
            if (ours && SavedObject.ToJson(item) is { } json)
                return read(json.ToJsonString());
        }
        catch (JsonException e)
        {
            var where = e.Path is { Length: > 2 } path ? $" (at {path[2..]})" : "";
            throw new InputException(
                type, $"it lacks something that {what} must have{where}.",
                $"Pipe in the output of {maker}. If you save an object, save all of it: Export-Clixml keeps everything, " +
                "ConvertTo-Json needs -Depth 9.", e);
        }

        throw new InputException(type, $"it is not {what}.", $"Pipe in the output of {maker}.");
    }
}
