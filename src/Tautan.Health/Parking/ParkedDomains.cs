using System.Buffers;
using System.Globalization;
using System.Text;
using Tautan.Platform.Hosting;

namespace Tautan.Health.Parking;

/// <summary>By what domains are recognised that are for sale or have ended: the file <c>parked-domains.txt</c>, or the one that a setting names.</summary>
internal sealed class ParkedDomains
{
    private const string Resource = "parked-domains.txt";
    private const long LargestFile = 1024 * 1024;

    private readonly HashSet<string> _nameServers = new(StringComparer.OrdinalIgnoreCase);
    private readonly SearchValues<string> _marks;

    private ParkedDomains(TextReader lines)
    {
        var marks = new List<string>();
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            if (text.StartsWith("ns ", StringComparison.Ordinal)) _nameServers.Add(text[3..].Trim().Trim('.'));
            else if (text.StartsWith("mark ", StringComparison.Ordinal)) marks.Add(text[5..].Trim());
            else throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {number} is neither 'ns NAME' nor 'mark TEXT'"));
        }

        if (marks.Exists(mark => !Ascii.IsValid(mark))) throw new FormatException("a mark is not ASCII");
        _marks = SearchValues.Create([.. marks], StringComparison.Ordinal);
    }

    /// <summary>What comes with the product.</summary>
    public static ParkedDomains Default { get; } = new(new StreamReader(typeof(ParkedDomains).Assembly.GetManifestResourceStream(Resource)!));

    /// <summary>What a setting names; null or empty: what comes with the product.</summary>
    /// <exception cref="SettingsException">The file cannot be read, or is no such file.</exception>
    public static ParkedDomains Of(string? path)
    {
        if (string.IsNullOrEmpty(path)) return Default;
        try
        {
            if (new FileInfo(path).Length > LargestFile) throw new FormatException("it is larger than 1 MB");
            using var reader = new StreamReader(path);
            return new ParkedDomains(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            throw SettingsException.Of(HealthOptions.Section, nameof(HealthOptions.ParkedDomains), path, $"a file with lines 'ns NAME' and 'mark TEXT' ({e.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Whether a page holds one of the marks.</summary>
    public bool Marks(ReadOnlySpan<byte> page)
    {
        var characters = ArrayPool<char>.Shared.Rent(page.Length);
        try
        {
            // Marks are ASCII, and that is the same in every encoding that a page has.
            var count = Encoding.Latin1.GetChars(page, characters);
            return characters.AsSpan(0, count).ContainsAny(_marks);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>Whether parked domains, and no others, have this name server.</summary>
    /// <param name="name">With or without a dot at its end.</param>
    public bool IsNameServer(string name)
    {
        var rest = name.TrimEnd('.');
        while (true)
        {
            if (_nameServers.Contains(rest)) return true;
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0) return false;
            rest = rest[(dot + 1)..];
        }
    }
}
