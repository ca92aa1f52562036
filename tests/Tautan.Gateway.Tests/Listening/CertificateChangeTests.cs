using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tautan.Gateway.Listening;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Tests.Listening;

public sealed class CertificateChangeTests : IDisposable
{
    private readonly CertificateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly RecordingLogger _logger = new();

    [Fact]
    public void A_file_that_is_overwritten_is_picked_up_even_where_its_time_stays()
    {
        _folder.Write("go", "old.example");
        using var certificates = Open();
        var stamp = File.GetLastWriteTimeUtc(_folder.PathOf("go.pem"));
        _folder.Write("go", "new.example");
        File.SetLastWriteTimeUtc(_folder.PathOf("go.pem"), stamp);
        Look();
        certificates.For(null).Names.ShouldBe(["new.example"]);
        certificates.For("new.example").ShouldBeSameAs(certificates.For(null));
        _logger.Lines.ShouldHaveSingleItem().ShouldContain("new.example");
    }

    [Fact]
    public void A_folder_whose_link_is_turned_is_picked_up()
    {
        foreach (var generation in (string[])["one", "two"])
        {
            Directory.CreateDirectory(_folder.PathOf(generation));
            _folder.Write(generation + "/tls", generation + ".example");
        }

        Directory.CreateSymbolicLink(_folder.PathOf("data"), "one");
        using var certificates = Open("data/tls");
        certificates.For(null).Names.ShouldBe(["one.example"]);
        Directory.CreateSymbolicLink(_folder.PathOf("new"), "two");
        Directory.Delete(_folder.PathOf("data"));
        Directory.Move(_folder.PathOf("new"), _folder.PathOf("data"));
        Look();
        certificates.For(null).Names.ShouldBe(["two.example"]);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("missing")]
    [InlineData("another's key")]
    public void What_cannot_be_used_leaves_the_one_before_and_is_told_once(string fault)
    {
        _folder.Write("go", "old.example");
        using var certificates = Open();
        var readiness = new CertificateReadiness(certificates, _time);
        Break(fault);
        Look();
        readiness.Check().Status.ShouldBe(ReadyStatus.Ready, "a look may come between the writing of two files");
        Look();
        Look();
        certificates.For(null).Names.ShouldBe(["old.example"]);
        readiness.Check().Status.ShouldBe(ReadyStatus.Degraded);
        readiness.Check().Reasons.ShouldHaveSingleItem().ShouldStartWith($"certificate_unusable: {_folder.PathOf("go.pem")}");
        _logger.Lines.ShouldHaveSingleItem().ShouldContain(_folder.PathOf("go.pem"));

        _folder.Write("go", "new.example");
        Look();
        certificates.For(null).Names.ShouldBe(["new.example"]);
        readiness.Check().Status.ShouldBe(ReadyStatus.Ready);
    }

    [Theory]
    [InlineData(15, ReadyStatus.Ready)]
    [InlineData(13, ReadyStatus.Degraded)]
    [InlineData(-1, ReadyStatus.Degraded)]
    public void A_certificate_that_ends_soon_degrades(int days, ReadyStatus status)
    {
        using var certificate = CertificateFolder.Make(_time.GetUtcNow().AddDays(days), "go.example");
        _folder.Write("go", certificate);
        using var certificates = Open();
        new CertificateReadiness(certificates, _time).Check().Status.ShouldBe(status);
    }

    public void Dispose() => _folder.Dispose();

    private ServedCertificates Open(string name = "go") =>
        new([new CertificateOptions { Path = _folder.PathOf(name + ".pem"), KeyPath = _folder.PathOf(name + ".key") }], _time, _logger);

    private void Look() => _time.Advance(ServedCertificates.LookEvery);

    private void Break(string fault)
    {
        switch (fault)
        {
            case "broken":
                File.WriteAllText(_folder.PathOf("go.pem"), "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n");
                break;
            case "missing":
                File.Delete(_folder.PathOf("go.key"));
                break;
            default:
                _folder.Write("other", "other.example");
                File.Copy(_folder.PathOf("other.key"), _folder.PathOf("go.key"), overwrite: true);
                break;
        }
    }

    private sealed class RecordingLogger : ILogger<ServedCertificates>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
