using System.Reflection;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Tests;

/// <summary>A warehouse without tables that counts what it is asked; other questions fail.</summary>
public class CountedWarehouse : DispatchProxy
{
    private readonly List<string> _asked = [];

    /// <summary>The names of the methods that were called.</summary>
    public static IReadOnlyList<string> AskedOf(object warehouse) => ((CountedWarehouse)warehouse)._asked;

    internal static IWarehouse Create() => Create<IWarehouse, CountedWarehouse>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _asked.Add(targetMethod!.Name);
        return targetMethod.Name switch
        {
            nameof(IWarehouse.ReadTablesAsync) => Task.FromResult<IReadOnlyList<TableSchema>>([Table]),
            nameof(IWarehouse.PlanTableAsync) => Task.FromResult<IReadOnlyList<string>>([]),
            nameof(IWarehouse.ProblemsOf) => Array.Empty<string>(),
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }

    /// <summary>The only table.</summary>
    public static TableSchema Table { get; } = new("t", [new ColumnSchema("a", ColumnType.Of(ColumnKind.Int32), true)], []);
}
