namespace Tautan.Health.Probing;

/// <summary>The head of an answer.</summary>
internal sealed record ProbeAnswer(int Status, string HttpVersion, TimeSpan? RetryAfter, bool BotWall)
{
    public static ProbeAnswer Of(HttpResponseMessage response, DateTimeOffset now) => new(
        (int)response.StatusCode,
        response.Version.Major >= 2 ? $"{response.Version.Major}" : $"{response.Version.Major}.{response.Version.Minor}",
        RetryAfterOf(response, now),
        BotWalls.Recognises(response.Headers));

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - now : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
