namespace Tautan.Platform.Hosting;

/// <summary>What a service is told about where it runs.</summary>
/// <param name="DataDirectory">Absolute; exists; 0700.</param>
/// <param name="Version">Of the product, as in <c>tautan --version</c>.</param>
public sealed record ServiceEnvironment(string DataDirectory, string Version);
