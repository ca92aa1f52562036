using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary>SIGTERM: what is in flight is finished, and the process ends with 0.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("serve --single")]
    public async Task SIGTERM_amid_creations_finishes_what_is_in_flight_and_exits_0(string command)
    {
        await using var installation = new Installation();
        var process = await installation.StartReadyAsync(command.Split(' '));
        var answered = new ConcurrentDictionary<string, HttpStatusCode>();
        var torn = new ConcurrentQueue<Exception>();
        var creating = Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, cancellationToken) =>
        {
            if (n == 100)
                process.Terminate();
            try
            {
                using var response = await installation.Api.PostAsJsonAsync("/api/v1/links", new { slug = $"s{n}", destinations = new[] { new { url = "https://a.example" } }, health = new { enabled = false } }, cancellationToken);
                answered[$"s{n}"] = response.StatusCode;
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError)
            {
                // It listens no more.
            }
            catch (HttpRequestException exception)
            {
                torn.Enqueue(exception);
            }
        });
        await creating;
        (await process.ExitAsync(TimeSpan.FromSeconds(35))).ShouldBe(0);
        torn.Count(exception => exception.InnerException is not HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }).ShouldBe(0, string.Join('\n', torn));
        var kept = answered.Where(pair => pair.Value == HttpStatusCode.Created).Select(pair => pair.Key).ToList();
        kept.Count.ShouldBeGreaterThan(50);

        await installation.StartReadyAsync(command.Split(' '));
        foreach (var slug in kept)
            (await installation.WhereAsync(slug)).ShouldBe("https://a.example/");
    }
}
