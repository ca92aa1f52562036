namespace Tautan.Platform.Hosting;

/// <summary>What a service is told about where it runs.</summary>
/// <param name="DataDirectory">Absolute; exists; 0700.</param>
/// <param name="Version">Of the product, as in <c>tautan --version</c>.</param>
/// <param name="NewDatabases">Services that may start empty although the data directory remembers a database of theirs.</param>
public sealed record ServiceEnvironment(string DataDirectory, string Version, IReadOnlySet<string> NewDatabases);
