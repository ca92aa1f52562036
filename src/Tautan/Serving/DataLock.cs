using System.Globalization;

namespace Tautan.Serving;

/// <summary>
/// A service's lock on a data directory, held until the process ends, however it ends. Who holds it stands in the file.
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
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                file.SetLength(0);
                file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                file.Flush();
                return new DataLock(file);
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

    private static string Holder(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Trim();
    }
}
