using System.Threading.Channels;
using Contabyx.Engine.Export;
using Contabyx.Engine.Upload;

namespace Contabyx.Engine.Pipeline;

/// <summary>The third step of a pipeline: it sends runs to the bucket.</summary>
/// <param name="progress">Receives the files sent.</param>
internal sealed class UploadStep(PipelineState state, IProgress<ItemProgress> progress)
{
    public async Task RunAsync(
        ChannelReader<IReadOnlyList<ContabyxFile>> exported, ChannelWriter<string> sent, CancellationToken cancellation)
    {
        await foreach (var files in exported.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                var upload = new DataUpload(state.Connection, progress, state.Notes);
                await using (upload.ConfigureAwait(false))
                {
                    foreach (var file in files)
                    {
                        if (await upload.TrySendAsync(
                            file, state.RefuseAsync, cancellation).ConfigureAwait(false) is { Error: null, IsUnchanged: false } sentFile)
                            state.Tally.Add(sentFile);
                    }

                    await upload.CompleteAsync(cancellation).ConfigureAwait(false);
                }
            }
            finally
            {
                DataExport.Discard(state.Connection, files[0].Run);
            }

            await sent.WriteAsync(files[0].Run, cancellation).ConfigureAwait(false);
        }
    }
}
