import type { Request } from 'express';
import { LakeFSRefusal } from '../LakeFSRefusal';

/** What is kept in memory ends somewhere. */
const MAX_BYTES = 64 * 1024 * 1024;

const USER_METADATA = /^x-lakefs-meta-(.+)$/;

export interface UploadedContent {
  bytes: Buffer;
  contentType?: string;
  metadata: Record<string, string>;
}

/** The uploaded bytes: the body, or the part `content` of a form. */
export async function uploadedContent(
  request: Request,
): Promise<UploadedContent> {
  const metadata = metadataOf(request);
  const contentType = request.get('content-type');
  const body = await bodyOf(request);
  if (!contentType?.startsWith('multipart/form-data')) {
    return { bytes: body, contentType, metadata };
  }
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const content = form.get('content');
  if (content === null) {
    throw new LakeFSRefusal(500, 'multipart upload missing key "content"');
  }
  return typeof content === 'string'
    ? { bytes: Buffer.from(content), metadata }
    : {
        bytes: Buffer.from(await content.arrayBuffer()),
        contentType: content.type,
        metadata,
      };
}

function metadataOf(request: Request): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const key = USER_METADATA.exec(name)?.[1];
    if (key !== undefined) metadata[key] = String(value);
  }
  return metadata;
}

async function bodyOf(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_BYTES) {
      throw new LakeFSRefusal(
        413,
        `the sandbox keeps objects in memory, and none above ${MAX_BYTES} bytes`,
      );
    }
  }
  return Buffer.concat(chunks);
}
