namespace Tautan.Platform.Hosting;

/// <summary>A section of the settings and the class it binds to: what it may contain is what the class has.</summary>
/// <param name="Name">As in <c>TAUTAN_{Name}__{Key}</c>.</param>
/// <param name="Type">The options class.</param>
public sealed record SettingsSection(string Name, Type Type);
