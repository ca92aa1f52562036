using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Tautan.Platform.Text;

namespace Tautan.Platform.Hosting;

/// <summary>A setting is wrong; the message is one line that names the key, the value and what was expected.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public SettingsException()
    {
    }

    /// <summary>As <c>TAUTAN_Urls__Public is "x": expected …</c>.</summary>
    public static SettingsException Of(string section, string key, string? value, string expected) =>
        new($"TAUTAN_{section}__{key.Replace(":", "__", StringComparison.Ordinal)} is \"{value}\": expected {expected}.");
}

/// <summary>The settings of a process: <c>tautan.json</c>, then environment variables <c>TAUTAN_A__B</c>, then flags.</summary>
public static class Settings
{
    private const string Prefix = "TAUTAN_";

    /// <summary>Reads the settings.</summary>
    /// <param name="dataDirectory">Beside or in which <c>tautan.json</c> is looked for, after the working directory.</param>
    /// <exception cref="SettingsException">The file is no JSON.</exception>
    public static IConfigurationRoot Read(string dataDirectory)
    {
        var builder = new ConfigurationBuilder();
        foreach (var path in new[] { Path.GetFullPath("tautan.json"), Path.Combine(dataDirectory, "tautan.json") }.Distinct())
            builder.AddJsonFile(path, optional: true, reloadOnChange: false);
        builder.AddInMemoryCollection(FromEnvironment());
        try
        {
            return builder.Build();
        }
        catch (InvalidDataException exception)
        {
            throw new SettingsException($"{exception.Message} {exception.InnerException?.Message}", exception);
        }
    }

    /// <summary>Binds one section.</summary>
    /// <exception cref="SettingsException">A value is of the wrong type.</exception>
    public static T Get<T>(IConfiguration configuration, string section)
        where T : new()
    {
        var options = new T();
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            throw new SettingsException($"TAUTAN_{section}: {exception.Message} {exception.InnerException?.Message}", exception);
        }

        return options;
    }

    /// <summary>Refuses what no section knows, and a value of the wrong form: a misspelt setting must not be silently without effect.</summary>
    /// <param name="configuration">What was set.</param>
    /// <param name="sections">Each of its own name; asked for as far as needed.</param>
    /// <exception cref="SettingsException">A key is unknown: it names the nearest one. Or a value is wrong: it says what was expected.</exception>
    public static void RefuseUnknown(IConfiguration configuration, IEnumerable<SettingsSection> sections)
    {
        foreach (var section in configuration.GetChildren())
        {
            var known = sections.FirstOrDefault(candidate => candidate.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Unknown(section.Key, sections.Select(candidate => candidate.Name));
            List<Type> types = [known.Type];
            CheckValue(section, types, section.Key);
            foreach (var child in section.GetChildren())
                Check(child, types, section.Key);
        }
    }

    private static void Check(IConfigurationSection setting, List<Type> owners, string path)
    {
        var types = new List<Type>();
        var names = new List<string>();
        foreach (var owner in owners)
        {
            if (ElementType(owner) is { } element)
            {
                types.Add(element);
                continue;
            }

            foreach (var property in owner.GetProperties().Where(property => property.CanWrite || ElementType(property.PropertyType) is not null))
            {
                names.Add(property.Name);
                if (property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                    types.Add(property.PropertyType);
            }
        }

        if (types.Count == 0)
            throw Unknown($"{path}__{setting.Key}", names.Select(name => $"{path}__{name}"));
        types = types.ConvertAll(type => Nullable.GetUnderlyingType(type) ?? type);
        CheckValue(setting, types, $"{path}__{setting.Key}");
        foreach (var child in setting.GetChildren())
            Check(child, types, $"{path}__{setting.Key}");
    }

    private static void CheckValue(IConfigurationSection setting, List<Type> types, string path)
    {
        if (setting.Value is not { Length: > 0 } value || types.Any(type => SettingValue.IsReadable(type, value)))
            return;
        var expected = ElementType(types[0]) is null ? SettingValue.Expected(types[0], path) : $"a value each at {Prefix}{path}__0, {Prefix}{path}__1, …";
        throw new SettingsException($"{Prefix}{path} is \"{value}\": expected {expected}.");
    }

    // Of a list or a dictionary from names, what it holds.
    private static Type? ElementType(Type type) =>
        type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type)
            ? type.IsArray ? type.GetElementType() : type.GetGenericArguments().LastOrDefault()
            : null;

    private static SettingsException Unknown(string key, IEnumerable<string> known)
    {
        var nearest = NearestName.Of(key, known);
        return new SettingsException($"{Prefix}{key} is no setting{(nearest is null ? "" : $" (is {Prefix}{nearest} meant?)")}.");
    }

    private static Dictionary<string, string?> FromEnvironment()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            // A name without "__" is no setting: orchestrators inject such ones (TAUTAN_PORT).
            var name = (string)variable.Key;
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.Contains("__", StringComparison.Ordinal))
                values[name[Prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = Convert.ToString(variable.Value, CultureInfo.InvariantCulture);
        }

        return values;
    }
}
