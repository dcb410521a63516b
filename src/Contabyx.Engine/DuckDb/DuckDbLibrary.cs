using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// The native library of DuckDB. The package from the PowerShell Gallery does not bring it: the module
/// <c>Contabyx.Twin</c> of the same version does.
/// </summary>
internal static class DuckDbLibrary
{
    private const string Name = "duckdb";

    private static readonly string Install =
        $"Install-PSResource Contabyx.Twin -Version {typeof(ContabyxException).Assembly.GetName().Version!.ToString(3)}";

    private static volatile bool _isLoaded;

    /// <summary>Loads the library, so that a missing one is reported before anything is done.</summary>
    /// <param name="address">The address of the database that needs it.</param>
    /// <exception cref="TwinNotInstalledException">It is missing, or cannot be loaded.</exception>
    public static void Require(string address)
    {
        if (_isLoaded)
            return;
        try
        {
            // Only this folder: a DuckDB of the system may have another version.
            _isLoaded = NativeLibrary.TryLoad(
                Name, typeof(NativeMethods).Assembly, DllImportSearchPath.AssemblyDirectory, out _);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new TwinNotInstalledException(
                address, $"the DuckDB library cannot be loaded: {e.Message}", $"Install it again: {Install} -Reinstall", e);
        }

        if (!_isLoaded)
            throw Missing(address);
    }

    private static TwinNotInstalledException Missing(string address) => IsBuiltFor(RuntimeInformation.RuntimeIdentifier)
        ? new(
            address,
            "the module Contabyx.Twin, which contains the DuckDB library, is not installed in this version.",
            $"To use MySQL and Redshift instead, run Connect-Contabyx. To use the embedded twin, run once: {Install}")
        : new(
            address,
            $"DuckDB has no library for {RuntimeInformation.RuntimeIdentifier}.",
            "Use MySQL and Redshift: Connect-Contabyx. The embedded twin runs on Windows, macOS and Linux with glibc, on x64 and ARM64.");

    private static bool IsBuiltFor(string platform) =>
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64 &&
        !platform.Contains("musl", StringComparison.Ordinal);
}
