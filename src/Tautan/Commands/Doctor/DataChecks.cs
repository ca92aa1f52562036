using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tautan.Commands.Client;

namespace Tautan.Commands.Doctor;

/// <summary>The data directory, where it is on this machine: is it there, is it private, is there room.</summary>
internal static class DataChecks
{
    private const long Mebibyte = 1024 * 1024;
    private const long TooLittle = 100 * Mebibyte;
    private const long Little = 1024 * Mebibyte;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private static readonly TimeSpan CertificateIsOld = TimeSpan.FromDays(30);

    public static IEnumerable<Finding> Look(string? data, IMachine machine, TimeProvider time)
    {
        if (data is null)
        {
            yield return Finding.Skipped("data", "the server is on another machine; run this there, too, or name its directory with --data");
            yield break;
        }
        if (!Directory.Exists(data))
        {
            yield return Finding.Wrong("data", $"{data} does not exist", $"tautan serve --data {data} starts an installation there; --data DIR names another place");
            yield break;
        }
        yield return File.Exists(Path.Combine(data, "version"))
            ? Finding.Ok("data", data)
            : Finding.Wrong("data", $"{data} holds no installation", $"tautan serve --data {data} starts one; --data DIR names another place");
        yield return Settings(data, machine);
        yield return Privacy(data);
        yield return Disk(data, machine);
        yield return Certificates(data, time.GetUtcNow());
    }

    private static Finding Settings(string data, IMachine machine) => machine.SettingsProblem(data) is { } problem
        ? Finding.Wrong("settings", problem, "set it right in the environment or in tautan.json; the README lists all")
        : Finding.Ok("settings", "every setting is known and of the right form (of this environment and tautan.json)");

    private static Finding Privacy(string data)
    {
        var open = new[] { data, Path.Combine(data, Credentials.FileName), Path.Combine(data, "certs", "ca.key") }
            .Where(path => File.Exists(path) || Directory.Exists(path))
            .Where(path => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            .ToList();
        return open.Count == 0
            ? Finding.Ok("privacy", "keys and data can be read by their owner alone")
            : Finding.Warning("privacy", $"others on this machine can read {string.Join(", ", open)}", $"chmod go= {string.Join(' ', open)}");
    }

    private static Finding Disk(string data, IMachine machine)
    {
        try
        {
            var (free, total) = machine.DiskOf(data);
            var text = string.Create(CultureInfo.InvariantCulture, $"{free / Mebibyte} MiB of {total / Mebibyte} MiB are free");
            var remedy = $"make room; du -sh {data}/* says what takes it";
            return free < TooLittle ? Finding.Wrong("disk", text, remedy)
                : free < Little || free < total / 50 ? Finding.Warning("disk", text, remedy)
                : Finding.Ok("disk", text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Skipped("disk", failure.Message);
        }
    }

    private static Finding Certificates(string data, DateTimeOffset now)
    {
        var folder = Path.Combine(data, "certs");
        var remedy = $"tautan certs --data {data} makes what is missing; a service renews its own when it is started beside ca.key";
        try
        {
            var ends = Directory.EnumerateFiles(folder, "*.pem").Order(StringComparer.Ordinal).Select(file => (Name: Path.GetFileName(file), Until: EndOf(file))).ToList();
            if (ends.Count == 0)
                return Finding.Wrong("certificates", $"{folder} holds none", remedy);
            var first = ends.MinBy(end => end.Until);
            var text = string.Create(CultureInfo.InvariantCulture, $"of the services: {ends.Count}; the first to end is {first.Name}, {first.Until:yyyy-MM-dd}");
            return first.Until <= now ? Finding.Wrong("certificates", text, remedy)
                : first.Until < now + CertificateIsOld ? Finding.Warning("certificates", text, remedy)
                : Finding.Ok("certificates", text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Finding.Wrong("certificates", $"the services' own cannot be read: {failure.Message}", remedy);
        }
    }

    private static DateTimeOffset EndOf(string file)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        return new(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
    }
}
