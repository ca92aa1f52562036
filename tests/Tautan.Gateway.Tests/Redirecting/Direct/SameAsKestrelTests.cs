using Tautan.Contracts;
using Tautan.Gateway.Tests.Table;

namespace Tautan.Gateway.Tests.Redirecting.Direct;

/// <summary>Whatever bytes come, whoever answers them: the answers and the clicks are the ones of a server that leaves all requests to Kestrel.</summary>
public sealed class SameAsKestrelTests
{
    private const int Requests = 250;
    private const int Tries = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Answers_to_mutated_requests_are_the_same(int seed)
    {
        await using var direct = await StartAsync(isDirect: true);
        await using var kestrel = await StartAsync(isDirect: false);
        var mutations = new RequestMutations(new Random(seed));
        for (var number = 0; number < Requests; number++)
        {
            var request = mutations.Next();
            var answers = new string?[2];
            for (var tries = 0; tries < Tries && answers.Contains(null); tries++)
                answers = await Task.WhenAll(direct.ExchangeAsync(request), kestrel.ExchangeAsync(request));
            Comparable(answers[0]).ShouldBe(Comparable(answers[1]), customMessage: $"to {Escape(request)}");
        }

        direct.Clicks.Select(WithoutSequence).ShouldBe(kestrel.Clicks.Select(WithoutSequence));
        direct.Clicks.Count.ShouldBeGreaterThan(Requests / 4);
    }

    private static async Task<RunningRedirects> StartAsync(bool isDirect)
    {
        var edge = await RunningRedirects.StartAsync(isDirect: isDirect);
        foreach (var (slug, number) in new[] { "x", "y", "y/z", "api/v1", "q" }.Select((slug, number) => (slug, number)))
        {
            edge.Table.Put(Links.Of(slug, $"https://{number}.example/{number}?n={number}#f").With(link =>
            {
                link.Id = new Guid(number, 0, 0, new byte[8]).ToByteString();
                link.Routes[0].Destinations[0].Id = link.Id;
                link.ForwardQuery = slug is "q" or "y";
                link.PathSuffix = slug is "y";
                link.RedirectStatus = slug is "q" ? 308 : 302;
            }));
        }

        return edge;
    }

    // Headers have no order, and the date is of another clock.
    private static string Comparable(string? answers) => answers is null ? "broken off" : string.Join('\n', answers.Split("\r\n").Where(line => !line.StartsWith("Date: ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static string WithoutSequence(byte[] click) => Convert.ToHexString(click.AsSpan(0, 8)) + Convert.ToHexString(click.AsSpan(16));

    private static string Escape(string request) => string.Concat(request.Select(character => character switch
    {
        '\r' => "\\r",
        '\n' => "\\n",
        < ' ' or > '~' => $"\\x{(int)character:X2}",
        _ => character.ToString(),
    }));
}
