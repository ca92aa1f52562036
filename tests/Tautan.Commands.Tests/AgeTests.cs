using Microsoft.Extensions.Time.Testing;
using Tautan.Commands.Output;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class AgeTests
{
    [Theory]
    [InlineData("\"2026-11-24T12:00:00Z\"", "0 s ago")]
    [InlineData("\"2026-11-24T18:58:01+07:00\"", "119 s ago")]
    [InlineData("\"2026-11-24T11:58:00Z\"", "2 min ago")]
    [InlineData("\"2026-11-24T10:00:00Z\"", "2 h ago")]
    [InlineData("\"2026-11-22T12:00:01Z\"", "47 h ago")]
    [InlineData("\"2025-11-24T12:00:00Z\"", "365 d ago")]
    [InlineData("\"2026-11-24T12:00:01Z\"", "2026-11-24T12:00:01Z")]
    [InlineData("\"yesterday\"", "yesterday")]
    [InlineData("null", null)]
    public void An_age_is_told_as_people_say_it(string at, string? told) =>
        Age.Of(Sample.Parse($$"""{ "at": {{at}} }"""), "at", new FakeTimeProvider(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero))).ShouldBe(told);
}
