using System.Net;
using Tautan.Commands.Doctor;

namespace Tautan.Commands.Tests.Support;

/// <summary>A machine that is well, save for what a test says.</summary>
internal sealed class FakeMachine : IMachine
{
    public string? WrongSetting { get; init; }

    public Uri Base { get; init; } = new("http://127.0.0.1:8080");

    public (long Free, long Total) Disk { get; init; } = (50L << 30, 100L << 30);

    public long? OpenFiles { get; init; } = 65536;

    public bool? ClockKept { get; init; } = true;

    public Dictionary<string, string[]> Names { get; } = new() { ["go.example"] = ["192.0.2.1"], ["base.example"] = ["192.0.2.1"] };

    public Func<string, int, SeenCertificate> Certificate { get; init; } = (_, _) => throw new IOException("Connection refused");

    public string? SettingsProblem(string dataDirectory) => WrongSetting;

    public Uri BaseUrl(string dataDirectory) => Base;

    public (Uri Server, Uri Operations)? Listening { get; init; }

    public (Uri Server, Uri Operations) Listens(string dataDirectory) => Listening ?? (new("http://127.0.0.1:8080"), new("http://127.0.0.1:8081"));

    public (long Free, long Total) DiskOf(string path) => Disk;

    public long? OpenFilesOf(int? process) => OpenFiles;

    public bool? IsClockKept() => ClockKept;

    public Task<IReadOnlyList<IPAddress>> AddressesAsync(string name, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<IPAddress>>([.. Names.GetValueOrDefault(name, []).Select(IPAddress.Parse)]);

    public IReadOnlyList<IPAddress> OwnAddresses() => [IPAddress.Loopback, IPAddress.Parse("192.0.2.7")];

    public Task<SeenCertificate> CertificateAsync(string host, int port, CancellationToken cancellation) => Task.FromResult(Certificate(host, port));
}
