using System.Globalization;
using System.Text;
using System.Text.Json;
using Tautan.Platform.Urls;

namespace Tautan.Platform.Tests.Urls;

/// <summary>
/// The corpus of the URL standard: what a browser refuses is refused, and what is taken goes where a browser goes. The file holds the
/// absolute http and https URLs of <c>url/resources/urltestdata.json</c> of the web-platform-tests project (© web-platform-tests contributors,
/// 3-Clause BSD licence), without what is not looked at here.
/// </summary>
public sealed class UrlCorpusTests
{
    private sealed record Entry(string Input, bool Failure, string? Protocol, string? Username, string? Password, string? Hostname, string? Port);

    private static readonly List<Entry> All = JsonSerializer.Deserialize<List<Entry>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "urltestdata.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_destination_goes_where_a_browser_goes_or_is_refused(int number)
    {
        var entry = All[number];
        var isTaken = DestinationUrl.TryParse(entry.Input, out var url, out var error);
        if (entry.Failure)
        {
            isTaken.ShouldBeFalse($"a browser refuses {entry.Input}");
            return;
        }

        if (!isTaken)
        {
            (IsRepaired(entry) || IsStranger(entry)).ShouldBeTrue($"{entry.Input} is a good URL and was refused: it {error}");
            return;
        }

        IsRepaired(entry).ShouldBeFalse($"a browser repairs {entry.Input}, and it was taken");
        $"{url.Scheme}:".ShouldBe(entry.Protocol);
        url.Host.ShouldBe(entry.Hostname);
        url.Port.ToString(CultureInfo.InvariantCulture).ShouldBe(entry.Port!.Length != 0 ? entry.Port : entry.Protocol == "https:" ? "443" : "80");
        Ascii.IsValid(url.Location).ShouldBeTrue();
        Uri.TryCreate(url.Location, UriKind.Absolute, out _).ShouldBeTrue(url.Location);
    }

    // What a browser takes and nobody means: port 0, hosts of dots alone or with quotation marks and braces, punycode that decodes to nothing, 0x without a digit.
    private static bool IsStranger(Entry entry) =>
        entry.Port == "0" || entry.Input.Contains("0x.", StringComparison.Ordinal) || entry.Hostname!.Trim('.').Length == 0 || entry.Hostname.Contains("..", StringComparison.Ordinal) || entry.Hostname.AsSpan().ContainsAny("\"`{}") || entry.Hostname.Contains("xn--", StringComparison.Ordinal);

    // What a browser makes good of its own accord, and what has a user in it.
    private static bool IsRepaired(Entry entry)
    {
        var input = entry.Input;
        var rest = input[(input.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var authority = rest.Length > 2 ? rest[2..].Split('/', '?', '#')[0] : "";
        return input.Any(character => character < ' ' || character is >= '\u007f' and <= '\u009f')
            || input != input.Trim()
            || !rest.StartsWith("//", StringComparison.Ordinal)
            || rest.StartsWith("///", StringComparison.Ordinal)
            || authority.Contains('\\', StringComparison.Ordinal)
            || authority.Contains('@', StringComparison.Ordinal)
            || authority.Contains('%', StringComparison.Ordinal);
    }
}
