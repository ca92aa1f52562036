using System.Globalization;

namespace Tautan.Serving;

/// <summary>
/// A service's lock on a data directory, held until the process ends, however it ends. Who holds it stands in a file beside
/// it, since the lock keeps others from reading its own.
/// </summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="service">The service.</param>
    /// <param name="patience">How long another process may still hold it: an old house needs 2 seconds to notice that its edge is gone.</param>
    /// <exception cref="ServeException">Another process holds it.</exception>
    public static DataLock Take(string dataDirectory, string service, TimeSpan patience)
    {
        var directory = Path.Combine(dataDirectory, "locks");
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, service + ".lock");
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                var taken = new DataLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
                SayWho(path);
                return taken;
            }
            catch (IOException) when (Environment.TickCount64 < until)
            {
                Thread.CurrentThread.Join(50);
            }
            catch (IOException)
            {
                throw new ServeException($"The service {service} already runs on {dataDirectory}: process {Holder(path)} holds it.");
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // A courtesy to whoever comes second: on a full disk the lock holds without it.
    private static void SayWho(string path)
    {
        try
        {
            File.WriteAllText(HolderPath(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            File.Delete(HolderPath(path));
        }
    }

    private static string Holder(string path) => File.Exists(HolderPath(path)) ? File.ReadAllText(HolderPath(path)) : "?";

    private static string HolderPath(string path) => Path.ChangeExtension(path, ".pid");
}
